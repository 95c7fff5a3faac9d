import { Failure } from "../failure.ts";
import type { SizeContext, SizeInput } from "./size-input.ts";
import { type Sizing, size } from "./sizing.ts";
import { DEVICE_COUNTS } from "./stock.ts";

/** A model on the fewest devices of one kind that hold it, or on the most that are tried where none do. */
export interface SizingRow {
  readonly accelerator: string;
  readonly count: number;
  readonly quantization: string;
  readonly sizing: Sizing;
}

type Everywhere = Omit<SizeInput, "accelerator"> & { readonly accelerator?: string };

/**
 * The model on each accelerator of the catalog, in the asked format or in the widest of eight and four bits that the engine has;
 * those that hold it first, by the fewest devices.
 * @throws Failure that lists everything wrong with the input
 */
export function sizingTable(input: Everywhere, context: SizeContext): SizingRow[] {
  const { accelerators } = context.catalog;
  const rows = accelerators.map(({ id, tflops, maxPerNode, edgeClass }): SizingRow => {
    const isDevice = edgeClass !== null;
    const engine = input.engine ?? (isDevice ? "llama.cpp" : "vllm");
    const quantization = input.quantization ?? (engine === "llama.cpp" ? "q4_k_m" : tflops.fp8 ? "fp8" : "bf16");
    const counts = input.count === undefined ? DEVICE_COUNTS.filter((n) => n <= maxPerNode) : [input.count];
    let last: SizingRow | null = null;
    for (const count of counts) {
      const sizing = size({ ...input, accelerator: id, engine, quantization, count }, context);
      last = { accelerator: id, count, quantization, sizing };
      if (sizing.fits) break;
    }
    if (!last) throw new Failure({ path: "count", text: `${input.count} is not a number of devices.` });
    return last;
  });
  const rate = ({ sizing }: SizingRow): number => sizing.throughput?.outputTokensPerSecond.likely ?? 0;
  return rows.sort((a, b) => Number(b.sizing.fits) - Number(a.sizing.fits) || a.count - b.count || rate(b) - rate(a));
}
