import { join } from "node:path";
import { ROOT } from "../root.ts";
import { type Compiled, loadCompiled, readSources, type YamlFile } from "../yaml/compiled.ts";
import { lazyEntries, type Packed, packed } from "../yaml/packed.ts";
import type { CompiledPacks } from "./compile-packs.ts";
import type { Rule, Rulebook } from "./rulebook.ts";

/**
 * The rule packs that come with the package, and further folders laid over them: they add rules, replace them by their id or
 * disable them.
 * @throws Failure with every problem, at line and column
 */
export async function loadRules(overlays: readonly string[] = [], root: string = ROOT): Promise<Rulebook> {
  const folder = join(root, "rules");
  const compiler = async () => (await import("./compile-packs.ts")).compilePacks;
  const base = unpack(
    await loadCompiled(join(root, "dist", "rules.json"), folder, async () => {
      const compile = await compiler();
      return (files: readonly YamlFile[], digest: string) => pack(compile([files], digest).book);
    }),
  );
  if (overlays.length === 0) return base;
  const folders = overlays.map((f) => readSources(f).files);
  const { digestOf } = await import("../yaml/digest.ts");
  const digest = digestOf([{ path: "", text: base.digest }, ...folders.flat()]);
  return (await compiler())(folders, digest, base).book;
}

/**
 * The same with every example and the place of every rule, all read from the YAML files: for whoever looks after the rules.
 * @throws Failure with every problem, at line and column
 */
export async function loadPacks(overlays: readonly string[] = [], root: string = ROOT): Promise<CompiledPacks> {
  const folders = [join(root, "rules"), ...overlays].map((f) => readSources(f).files);
  const [{ compilePacks }, { digestOf }] = await Promise.all([
    import("./compile-packs.ts"),
    import("../yaml/digest.ts"),
  ]);
  return compilePacks(folders, digestOf(folders.flat()));
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
