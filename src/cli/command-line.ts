import type { Command } from "commander";
import type { Commands } from "../report/html.ts";
import { list, type Options } from "./common-options.ts";

/** What says where an answer goes and how it looks, not what it is. */
const ASIDE = new Set([
  "output",
  "format",
  "force",
  "marker",
  "quiet",
  "width",
  "color",
  "lang",
  "maxAge",
  "today",
  "seed",
]);

/** The command that leads to an answer, to be pasted into a POSIX shell: what was typed, on a stated day, with a stated seed. */
export function commandLines(
  command: Command,
  file: string | null,
  options: Options,
  { today, seed }: { readonly today: string; readonly seed: number },
): Commands {
  const said = command.options
    .filter((o) => !ASIDE.has(o.attributeName()))
    .map((o): readonly [name: string, typed: readonly string[]] => {
      const name = o.attributeName();
      const value = options[name];
      if (value === undefined || value === false) return [name, []];
      if (value === true) return [name, [o.long ?? ""]];
      const values = Array.isArray(value) ? list(options, name) : [String(value)];
      return [name, values.flatMap((v) => [o.long ?? "", quoted(v)])];
    });
  const line = (left: string | null) =>
    [
      `advisor ${command.name()}`,
      ...(file === null ? [] : [quoted(file)]),
      ...said.filter(([name]) => name !== left).flatMap(([, typed]) => typed),
      `--today ${today} --seed ${seed}`,
    ].join(" ");
  return { whole: line(null), withoutPriorities: line("priority") };
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
