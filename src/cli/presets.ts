import { Command } from "commander";
import { loadCatalog } from "../catalog/load.ts";
import type { Io } from "./io.ts";

/** `advisor presets`: the names of the ready requirements and their jobs. */
export function presetsCommand(io: Io): Command {
  return new Command("presets").description("list the ready requirements").action(async () => {
    const { presets } = await loadCatalog();
    const names = Object.keys(presets).sort();
    const width = Math.max(...names.map((n) => n.length));
    const jobs = (preset: unknown): string =>
      ((preset as { workloads?: { title?: string; task?: string }[] }).workloads ?? [])
        .map((w) => w.title ?? w.task ?? "")
        .join(" + ");
    io.stdout.write(`${names.map((n) => `${n.padEnd(width)}  ${jobs(presets[n])}`).join("\n")}\n`);
  });
}
