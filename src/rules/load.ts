import { join } from "node:path";
import { ROOT } from "../root.ts";
import { type Compiled, loadCompiled, readSources, type YamlFile } from "../yaml/compiled.ts";
import { lazyEntries, type Packed, packed } from "../yaml/packed.ts";
import type { Rule, Rulebook } from "./rulebook.ts";

/**
 * The rule packs that come with the package, and further folders after them: a later rule replaces an earlier one with the same id.
 * @throws Failure with every problem, at line and column
 */
export async function loadRules(overlays: readonly string[] = [], root: string = ROOT): Promise<Rulebook> {
  const folder = join(root, "rules");
  const compiler = async () => (await import("./compile-packs.ts")).compilePacks;
  if (overlays.length === 0) {
    return unpack(
      await loadCompiled(join(root, "dist", "rules.json"), folder, async () => {
        const compile = await compiler();
        return (files: readonly YamlFile[], digest: string) => pack(compile(files, digest));
      }),
    );
  }
  const files = [folder, ...overlays].flatMap((f) => readSources(f).files);
  const { digestOf } = await import("../yaml/digest.ts");
  return (await compiler())(files, digestOf(files));
}

interface PackedRulebook extends Omit<Rulebook, "rules"> {
  readonly rules: Packed;
}

/** What deciding reads of every rule; its words are parsed when the rule is spoken of. */
const AT_HAND = [
  "id",
  "kind",
  "onlyWhen",
  "when",
  "needsEstimate",
  "onUnknown",
  "decisive",
  "then",
  "otherwise",
] as const;

function pack({ rules, ...book }: Rulebook): Compiled<PackedRulebook> {
  const text: string[] = [];
  // Examples are for tests; a run does without them.
  const spoken = rules.map((rule) => ({ ...rule, examples: [] }));
  return { data: { ...book, rules: packed(spoken, AT_HAND, text) }, text: text.join("") };
}

function unpack({ data, text }: Compiled<PackedRulebook>): Rulebook {
  const make = lazyEntries<Rule>(data.rules.keys, data.rules.usual, text);
  return { ...data, rules: data.rules.entries.map(([known, start, end]) => make(known, start, end)) };
}
