import type { Accelerator } from "../catalog/catalog.ts";

export const GIB = 2 ** 30;

/** What the formulas read of an accelerator: bytes, bytes per second, operations per second. 0 = the chip has no such rate. */
export interface Machine {
  readonly id: string;
  readonly maker: string;
  readonly usableBytes: number;
  readonly labelBytes: number;
  readonly bandwidth: number;
  readonly bf16: number;
  readonly fp8: number;
  readonly fp4: number;
  readonly link: "nvlink" | "pcie";
  /** Per direction; 0 = devices of this kind do not share a model. */
  readonly linkBytes: number;
  /** Devices of one node. */
  readonly maxPerNode: number;
  readonly memory: "hbm" | "gddr" | "unified";
}

const HBM = /-(a100|h100|h200|h800|gh200|b200|gb200|gb300)-|mi3\d\dx/u;

const machines = new WeakMap<Accelerator, Machine>();

/** Turns a catalog entry into units, once; the kind of memory is told from the chip's name. */
export function machineOf(a: Accelerator): Machine {
  const machine = machines.get(a) ?? inUnits(a);
  machines.set(a, machine);
  return machine;
}

function inUnits(a: Accelerator): Machine {
  return {
    id: a.id,
    maker: a.vendor,
    usableBytes: a.usableGiB * GIB,
    labelBytes: a.memoryGB * 1e9,
    bandwidth: a.bandwidthGBps * 1e9,
    bf16: a.tflops.bf16 * 1e12,
    fp8: (a.tflops.fp8 ?? 0) * 1e12,
    fp4: (a.tflops.fp4 ?? 0) * 1e12,
    link: a.link.kind === "nvlink" || a.link.kind === "infinity-fabric" ? "nvlink" : "pcie",
    linkBytes: (a.link.GBps ?? 0) * 1e9,
    maxPerNode: a.maxPerNode,
    memory: HBM.test(a.id) ? "hbm" : a.link.kind === "none" ? "unified" : "gddr",
  };
}
