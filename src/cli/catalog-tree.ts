import { Command } from "commander";
import { loadWholeCatalog } from "../catalog/load.ts";
import { type Branch, taxonomyTree } from "../catalog/tree.ts";
import { inertJson } from "../report/inert-json.ts";
import type { Paint } from "../report/paint.ts";
import { clean, cut, displayWidth } from "../report/width.ts";
import { addCatalogOptions, overlaysOf } from "./catalog-options.ts";
import { type Options, oneOf, readShared } from "./common-options.ts";
import type { Io } from "./io.ts";
import { paintFor } from "./paint-for.ts";

const FORMATS = ["table", "json"] as const;

/** `advisor catalog tree`: the taxonomy with counts. */
export function catalogTreeCommand(io: Io): Command {
  const command = new Command("tree").description("draw the taxonomy with counts");
  addCatalogOptions(command, FORMATS);
  return command.action(async (options: Options) => {
    const { width } = readShared(options, io);
    const format = oneOf(options, "format", FORMATS, "table");
    const catalog = await loadWholeCatalog(overlaysOf(options));
    const branches = taxonomyTree(catalog);
    if (format === "json") {
      const document = { schema: "advisor-catalog-tree/1", catalog: { digest: catalog.digest }, branches };
      io.stdout.write(inertJson(document));
      return;
    }
    const paint = await paintFor(options, io);
    const lines = branches.flatMap((b, n) => [...(n > 0 ? [""] : []), ...drawn(b, width, paint)]);
    io.stdout.write(
      `${lines.join("\n")}\n\nadvisor catalog list --architecture state-space · advisor catalog show NAME\n`,
    );
  });
}

function drawn(root: Branch, width: number, paint: Paint): string[] {
  const name = Math.max(...root.branches.map((b) => b.name.length));
  const digits = Math.max(...root.branches.map((b) => String(b.count).length));
  return [
    `${paint.strong(root.name)}  ${paint.quiet(`${root.count} ${plural(root.count, root.unit)}`)}`,
    ...root.branches.map((b, n) => {
      const joint = n === root.branches.length - 1 ? "└─" : "├─";
      const unit = b.unit === root.unit ? "" : ` ${plural(b.count, b.unit)}`;
      const head = `${joint} ${b.name.padEnd(name)}  ${String(b.count).padStart(digits)}${unit}`;
      const room = width - head.length - 2;
      const more = b.count > b.examples.length ? ", …" : "";
      return room < 16 ? head : `${head}  ${paint.quiet(shortened(`${b.examples.join(", ")}${more}`, room))}`;
    }),
  ];
}

const plural = (count: number, unit: string): string => (count === 1 ? unit : `${unit}s`);
const shortened = (text: string, width: number): string =>
  displayWidth(clean(text)) <= width ? clean(text) : `${cut(clean(text), width - 1)[0]}…`;
