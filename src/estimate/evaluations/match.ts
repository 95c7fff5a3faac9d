import type { WholeCatalog } from "../../catalog/catalog.ts";
import { nearest } from "../../failure.ts";
import type { EvaluationRow } from "./row.ts";

/** Which model of the catalog a written name means, and what to say where it means none. */
export type Match = { readonly model: string } | { readonly model: null; readonly why: () => string };

type NamedCatalog = Pick<WholeCatalog, "models" | "providers">;

/**
 * Finds models by name: id of the model or of a candidate, then an alias or the id at a provider, then the same without regard to
 * case, then the last part of the path. promptfoo's `openai:chat:gpt-6-sol` is also tried without the words before each colon.
 * A name that fits several models fits none.
 */
export function matcher({ models, providers }: NamedCatalog): (names: EvaluationRow["names"]) => Match {
  const ids = new Map(models.map((m) => [m.id, new Set([m.id])]));
  const [exact, folded, tails] = [new Names(), new Names(), new Names()];
  const offered = providers.flatMap((p) => p.offers.map((o) => [o.providerModelId, o.model] as const));
  const known = [
    ...models.flatMap((m) => [m.id, ...Object.values(m.aliases)].map((name) => [name, m.id] as const)),
    ...offered,
  ];
  for (const [name, model] of known) {
    if (name === null) continue;
    exact.add(name, model);
    folded.add(name.toLowerCase(), model);
    tails.add(tail(name), model);
  }
  const steps: readonly ((name: string) => ReadonlySet<string> | undefined)[] = [
    (name) => ids.get(name.split("@")[0] ?? ""),
    (name) => exact.get(name),
    (name) => folded.get(name.toLowerCase()),
    (name) => tails.get(tail(name)),
  ];
  return (names) => {
    for (const step of steps) {
      for (const name of names.flatMap(withoutPrefixes)) {
        const found = step(name);
        if (found?.size === 1) return { model: [...found][0] as string };
      }
    }
    return { model: null, why: () => unmatched(names, steps, tails) };
  };
}

class Names extends Map<string, Set<string>> {
  add(name: string, model: string): void {
    const set = this.get(name);
    if (set) set.add(model);
    else this.set(name, new Set([model]));
  }
}

const tail = (name: string): string => name.slice(name.lastIndexOf("/") + 1).toLowerCase();

const MAX_PARTS = 8;

/** `a:b:c` → `a:b:c`, `b:c`, `c` */
function withoutPrefixes(name: string): string[] {
  const parts = name.split(":", MAX_PARTS);
  return parts.map((_, i) => parts.slice(i).join(":")).filter((part) => part !== "");
}

function unmatched(
  names: EvaluationRow["names"],
  steps: readonly ((name: string) => ReadonlySet<string> | undefined)[],
  tails: Names,
): string {
  for (const step of steps) {
    for (const name of names.flatMap(withoutPrefixes)) {
      const several = step(name);
      if (several && several.size > 1) return `"${names[0]}" may be ${[...several].sort().join(" or ")}: write the id.`;
    }
  }
  const words = names.flatMap(withoutPrefixes).map(tail);
  for (const word of words) {
    const close = nearest(word, tails.keys());
    const [model, ...more] = close === null ? [] : (tails.get(close) ?? []);
    if (model !== undefined && more.length === 0)
      return `the catalog has no model "${names[0]}", so its result is not used. Did you mean ${model}?`;
  }
  return `the catalog has no model "${names[0]}", so its result is not used. Write a model id as \`advisor catalog list\` shows it.`;
}
