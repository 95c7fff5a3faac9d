import type { Portfolio } from "../portfolio.ts";
import { type Identity, modelOf, nameOf, variable } from "./identity.ts";
import { VERSIONS, type VllmFlag } from "./versions.ts";

type Unit = Portfolio["fleet"][number];

/** A model that the organization runs with vLLM: one replica on `perReplica` accelerators. */
export interface Serving {
  readonly name: string;
  readonly unit: Unit;
  /** What the gateway asks for. */
  readonly served: string;
  /** Repository of the weights, or null: then `weightsVariable` tells. */
  readonly weights: string | null;
  readonly weightsVariable: string;
  readonly image: string;
  readonly isAmd: boolean;
  readonly nodes: number;
}

export const PORT = 8000;

export const isVllm = ({ engine }: Unit): boolean => engine === "vllm";

export function servingOf(unit: Unit, { huggingface }: Identity, taken: ReadonlySet<string>): Serving {
  const plain = nameOf(unit.candidate);
  let name = plain;
  for (let n = 2; taken.has(name); n++) name = `${plain}-${n}`;
  const isAmd = unit.accelerator.startsWith("amd-");
  return {
    name,
    unit,
    served: modelOf(unit.candidate),
    weights: huggingface,
    weightsVariable: variable("WEIGHTS", modelOf(unit.candidate)),
    image: isAmd ? VERSIONS.vllmRocm : VERSIONS.vllmCuda,
    isAmd,
    nodes: Math.max(1, Math.ceil(unit.perReplica / unit.perNode)),
  };
}

/** Weights in a format that the checkpoint itself has; others are made on loading. */
export const NEEDS_CHECKPOINT: readonly string[] = ["int8", "int4", "nvfp4", "mxfp4"];

/** Flags of `vllm serve` but for the model, as name and value; a flag without a value is a switch. */
export function vllmFlags(
  { served, unit, nodes }: Serving,
  model: string | null,
): (readonly [VllmFlag, string | null])[] {
  const { perReplica, quantization, mostTokens } = unit;
  return [
    ["--served-model-name", model ?? served],
    ["--port", String(PORT)],
    ["--tensor-parallel-size", String(perReplica / nodes)],
    ...(nodes > 1 ? [["--pipeline-parallel-size", String(nodes)] as const] : []),
    ["--max-model-len", String(mostTokens)],
    ...(quantization === "fp8" ? [["--quantization", "fp8"] as const] : []),
    ...(quantization === "bf16" ? [["--dtype", "bfloat16"] as const] : []),
  ];
}

export const flat = (flags: readonly (readonly [VllmFlag, string | null])[]): string[] =>
  flags.flatMap(([flag, value]) => (value === null ? [flag] : [flag, value]));

/** The command on a machine of one's own, without containers; bound to the machine itself. */
export function serveScript(serving: Serving, header: string): string {
  const model = serving.weights ?? `"\${${serving.weightsVariable}:?id or path of the weights}"`;
  const flags: (readonly [VllmFlag, string | null])[] = [["--host", "127.0.0.1"], ...vllmFlags(serving, null)];
  return [
    "#!/bin/sh",
    `# ${header}`,
    "# One replica. The key is read from VLLM_API_KEY.",
    "set -eu",
    `: "\${VLLM_API_KEY:?a key that only the gateway knows}"`,
    "export VLLM_API_KEY",
    `exec vllm serve ${model} \\`,
    ...flags.map(([f, v], n) => `  ${f}${v === null ? "" : ` ${v}`}${n < flags.length - 1 ? " \\" : ""}`),
    "",
  ].join("\n");
}
