import { Failure } from "../failure.ts";
import { isMarker } from "../report/marker.ts";
import { type Endings, type Output, outputOf } from "../report/output-format.ts";
import { type Options, text } from "./common-options.ts";

/** @throws Failure where nothing tells the format of a file, or two outputs name one file; all of them together */
export function readOutputs<F extends string>(
  said: readonly string[],
  formats: Readonly<Record<F, Endings>>,
  asked: F | null,
): Output<F>[] {
  const found = said.map((s) => ({ said: s, output: outputOf(s, formats, asked) }));
  const problems = found.flatMap(({ said: s, output }, n) => {
    const place = { file: `--output ${s}` };
    if (output === null)
      return [{ place, text: "the ending tells no format.", hint: `Name it: ${examples(formats)}; or FORMAT:FILE.` }];
    const isTwice = found.slice(0, n).some((o) => o.output?.file === output.file);
    return isTwice ? [{ place, text: "is named twice." }] : [];
  });
  if (problems.length > 0) throw new Failure(problems);
  return found.flatMap((f) => (f.output ? [f.output] : []));
}

const examples = (formats: Readonly<Record<string, Endings>>): string =>
  Object.values(formats)
    .flatMap((f) => (f.endings[0] ? [`report${f.endings[0]}`] : []))
    .join(", ");

/** @throws Failure where the name could not stand in a comment */
export function readMarker(options: Options): string | null {
  const name = text(options, "marker");
  if (name === null || isMarker(name)) return name;
  throw new Failure({
    place: { file: "--marker" },
    text: `${JSON.stringify(name)} is no name for a marker.`,
    hint: "It has letters, digits, dots, underscores and single dashes, at most 64.",
  });
}
