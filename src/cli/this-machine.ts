import { execFile } from "node:child_process";
import { totalmem } from "node:os";
import type { Accelerator } from "../catalog/catalog.ts";
import type { Io } from "./io.ts";

export interface Gpu {
  readonly name: string;
  readonly memoryGiB: number | null;
}

export interface ThisMachine {
  readonly gpus: readonly Gpu[];
  readonly memoryBytes: number;
  /** What was asked, and what came of it, where no GPU was found. */
  readonly tried: readonly string[];
}

const TIMEOUT_MS = 5000;

/** Asks the drivers' own tools which GPUs are here. What they do not tell stays unknown; nothing is written or sent. */
export async function thisMachine({ env }: Pick<Io, "env">): Promise<ThisMachine> {
  const memoryBytes = totalmem();
  const tried: string[] = [];
  for (const { tool, args, read } of TOOLS) {
    const said = await ask(tool, args, env);
    const gpus = said.text === null ? [] : read(said.text, memoryBytes);
    if (gpus.length > 0) return { gpus, memoryBytes, tried };
    tried.push(`${tool} ${said.text === null ? said.why : "names none"}`);
  }
  return { gpus: [], memoryBytes, tried };
}

interface Tool {
  readonly tool: string;
  readonly args: readonly string[];
  readonly read: (text: string, memoryBytes: number) => Gpu[];
}

function ask(
  tool: string,
  args: readonly string[],
  env: Io["env"],
): Promise<{ readonly text: string } | { readonly text: null; readonly why: string }> {
  return new Promise((resolve) => {
    execFile(tool, [...args], { env: { ...env }, timeout: TIMEOUT_MS, maxBuffer: 1e6 }, (error, text) => {
      if (!error) return resolve({ text });
      const isMissing = error.code === "ENOENT" || error.code === "EACCES";
      const why = isMissing ? "is not installed" : error.killed ? "did not answer" : `ended with ${error.code}`;
      resolve({ text: null, why });
    });
  });
}

/** `NVIDIA GeForce RTX 4090, 24564` in MiB; a share of a GPU or shared memory is `[N/A]`. */
function nvidiaGpus(text: string): Gpu[] {
  return text.split(/\r?\n/u).flatMap((line) => {
    const [, name, memory] = /^\s*([\w .()+-]{2,80}),\s*(\S+)\s*$/u.exec(line) ?? [];
    if (name === undefined) return [];
    const mib = Number(memory);
    return [{ name, memoryGiB: mib > 0 ? mib / 1024 : null }];
  });
}

function amdGpus(text: string): Gpu[] {
  try {
    const cards: unknown = JSON.parse(text);
    if (cards === null || typeof cards !== "object") return [];
    return Object.values(cards).flatMap((card: unknown) => {
      if (card === null || typeof card !== "object") return [];
      const of = (pattern: RegExp): string | undefined => {
        const found = Object.entries(card).find(([key]) => pattern.test(key));
        return typeof found?.[1] === "string" ? found[1] : undefined;
      };
      const name = of(/^(card series|device name|product name)$/iu);
      const bytes = Number(of(/vram total memory/iu));
      return name ? [{ name: name.slice(0, 80), memoryGiB: bytes > 0 ? bytes / 2 ** 30 : null }] : [];
    });
  } catch {
    return [];
  }
}

const appleGpu = (text: string, memoryBytes: number): Gpu[] =>
  /^Apple /u.test(text) ? [{ name: text.trim(), memoryGiB: memoryBytes / 2 ** 30 }] : [];

const TOOLS: readonly Tool[] = [
  { tool: "nvidia-smi", args: ["--query-gpu=name,memory.total", "--format=csv,noheader,nounits"], read: nvidiaGpus },
  { tool: "rocm-smi", args: ["--showproductname", "--showmeminfo", "vram", "--json"], read: amdGpus },
  ...(process.platform === "darwin"
    ? [{ tool: "sysctl", args: ["-n", "machdep.cpu.brand_string"], read: appleGpu }]
    : []),
];

/** Words that make another chip of the same number. */
const KINDS = new Set(["ti", "super", "laptop", "mobile", "max", "pro", "ultra", "ada", "xt", "xtx", "gre", "d", "q"]);
const FORMS = /^(sxm|pcie|nvl)/u;
/** A driver reports a little less than the label. */
const MEMORY_WITHIN = 0.08;

/** The entry of the catalog that a GPU is, by the words of its name and its memory; null = none, or more than one. */
export function acceleratorOf({ name, memoryGiB }: Gpu, accelerators: readonly Accelerator[]): Accelerator | null {
  const fits = alike(name, accelerators).filter(
    (a) => memoryGiB === null || Math.abs(memoryGiB / a.memoryGB - 1) <= MEMORY_WITHIN,
  );
  return fits.length === 1 ? (fits[0] as Accelerator) : null;
}

/** Entries of the same chip, whatever its memory. */
export function alike(name: string, accelerators: readonly Accelerator[]): Accelerator[] {
  const said = wordsOf(name);
  const form = said.map((w) => FORMS.exec(w)?.[1]).find((f) => f !== undefined) ?? "sxm";
  return accelerators.filter(({ id, vendor }) => {
    const [, ...words] = vendor === "any" ? [] : id.split("-");
    const own = words.filter((w) => !/^\d+gb$/u.test(w));
    const [ownForm] = own.filter((w) => FORMS.test(w));
    const chip = own.filter((w) => !FORMS.test(w));
    const isOther = said.some((w) => KINDS.has(w) && !chip.includes(w));
    return chip.length > 0 && chip.every((w) => said.includes(w)) && !isOther && (!ownForm || ownForm === form);
  });
}

const wordsOf = (name: string): string[] => name.toLowerCase().match(/[a-z0-9]+/gu) ?? [];
