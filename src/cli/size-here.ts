import type { Accelerator, Catalog } from "../catalog/catalog.ts";
import type { SizeContext, SizeInput } from "../estimate/size-input.ts";
import { type Sizing, size } from "../estimate/sizing.ts";
import { Failure } from "../failure.ts";
import { grouped } from "../quantity/format.ts";
import { acceleratorOf, alike, type Gpu, type ThisMachine } from "./this-machine.ts";

type PartialInput = Omit<SizeInput, "accelerator"> & { readonly accelerator?: string };

/** The devices that a model is sized on, and what is said of the machine. */
export interface Here {
  readonly accelerator: Accelerator | null;
  readonly count: number;
  readonly words: string;
}

const gib = (x: number): string => `${grouped(x, x < 10 ? 1 : 0)} GiB`;

/**
 * The GPUs of this machine that serve together: those of one kind that hold the most. Without a GPU there is none.
 * @throws Failure where a GPU is here that the catalog does not know
 */
export function devicesHere({ gpus, memoryBytes, tried }: ThisMachine, { accelerators }: Catalog): Here {
  const memory = `${gib(memoryBytes / 2 ** 30)} of memory`;
  if (gpus.length === 0)
    return { accelerator: null, count: 0, words: `No GPU was found on this machine (${tried.join(", ")}); ${memory}.` };
  const groups = new Map<Accelerator, Gpu[]>();
  for (const gpu of gpus) {
    const found = acceleratorOf(gpu, accelerators);
    if (found) groups.set(found, [...(groups.get(found) ?? []), gpu]);
  }
  const held = ([a, list]: [Accelerator, Gpu[]]): number => a.usableGiB * list.length;
  const [best] = [...groups].sort((a, b) => held(b) - held(a));
  if (!best) throw unknown(gpus[0] as Gpu, accelerators);
  const [accelerator, same] = best;
  const others = gpus.length - same.length;
  const left = others > 0 ? `; ${others} other GPU${others > 1 ? "s are" : " is"} left out` : "";
  const words = `This machine: ${same.length} × ${same[0]?.name} (${accelerator.id}), ${memory}${left}.`;
  return { accelerator, count: same.length, words };
}

function unknown({ name, memoryGiB }: Gpu, accelerators: readonly Accelerator[]): Failure {
  const near = alike(name, accelerators).map((a) => a.id);
  return new Failure({
    place: { file: "--this-machine" },
    text: `its GPU, ${name}${memoryGiB === null ? "" : ` with ${gib(memoryGiB)}`}, is not in the catalog.`,
    hint:
      near.length > 0
        ? `Of the same chip: --accelerator ${near.join(", ")}.`
        : "advisor catalog list --kind accelerators names those that are; --catalog DIR adds one.",
  });
}

/** The rest belongs to the system, as on machines whose memory is shared with the GPU. */
const USABLE = 0.75;

/** Memory without a GPU: weights and cache as llama.cpp holds them in the machine's own memory. How fast is not known. */
export function sizeInMemory(input: PartialInput, context: SizeContext, memoryBytes: number): Sizing {
  const [any] = context.catalog.accelerators;
  if (!any) throw new Failure({ text: "the catalog holds no accelerator." });
  const quantization = input.quantization ?? "q4_k_m";
  const { memory, profile } = size({ ...input, quantization, engine: "llama.cpp", accelerator: any.id }, context);
  const availableBytes = Math.round(USABLE * memoryBytes);
  const { weightsBytes, kvBytesPerSequence, overheadBytes } = memory;
  const room = availableBytes - weightsBytes - overheadBytes;
  const maxConcurrency = Math.max(0, Math.floor(room / Math.max(kvBytesPerSequence, 1)));
  return {
    schema: "advisor-size/1",
    fits: maxConcurrency >= 1,
    binding: "memory",
    memory: { weightsBytes, kvBytesPerSequence, overheadBytes, availableBytes, maxConcurrency },
    throughput: null,
    profile: {
      engine: profile.engine,
      date: profile.date,
      basis: "assumed",
      fittedOn:
        "no GPU: memory alone, of which three quarters are taken as usable (assumption); speeds are not estimated",
      calibration: null,
    },
    measurements: [],
  };
}
