import type { Candidate } from "../candidates/candidate.ts";
import { displayName } from "../explain/place.ts";
import { Failure, nearest, type Problem } from "../failure.ts";
import type { Subject } from "../rules/fact.ts";

/** What a person's word for a candidate means. */
export interface Named {
  readonly index: number;
  /** How it was read, where the word was not an id; null otherwise. */
  readonly reading: string | null;
}

interface Words {
  readonly subjects: readonly Subject[];
  /** The workload, for messages. */
  readonly name: string;
}

/**
 * The candidate that is meant by an id, by the row of the ranking, or by its model with or without a part of its place
 * ("claude-haiku", "gemma-4-31b@on-premises"); of several ways to run the model, the best ranked.
 * `ranked` gives indices of those that passed, best first; it is asked only where the word leaves a choice.
 * @throws Failure with what may have been meant
 */
export function namedCandidate({ subjects, name }: Words, word: string, ranked: () => readonly number[]): Named {
  const exact = subjects.findIndex((s) => s.candidate.id === word);
  if (exact >= 0) return { index: exact, reading: null };
  if (/^#?[1-9]\d{0,3}$/u.test(word)) return byRow(subjects, word, ranked());
  const [model, place] = split(word);
  const all = subjects.map((s) => s.candidate);
  const ids = modelsNamed(all, model);
  if (ids.length !== 1) throw new Failure(ids.length > 1 ? several(word, ids) : nobody(word, name, model, all));
  const ways = all.flatMap((c, i) => (c.model.id === ids[0] ? [i] : []));
  const there = place === null ? ways : ways.filter((i) => plain(placeOf(all[i] as Candidate)).includes(plain(place)));
  const order = ranked();
  const index = order.find((i) => there.includes(i)) ?? there[0];
  if (index === undefined)
    throw new Failure({
      place: { file: "--candidate" },
      text: `workload ${name} has no candidate "${word}".`,
      hint: `This model has ${ways
        .slice(0, 8)
        .map((i) => (all[i] as Candidate).id)
        .join(", ")}.`,
    });
  const best =
    there.length > 1 ? `, ${order.includes(index) ? "the best" : "the first"} of its ${there.length} ways` : "";
  return { index, reading: `${word}: read as ${(all[index] as Candidate).id}${best}.` };
}

/** Rows are counted as the table does: the best way of each model. */
function byRow(subjects: readonly Subject[], word: string, order: readonly number[]): Named {
  const seen = new Set<string>();
  const rows = order.filter((i) => {
    const { id } = (subjects[i] as Subject).candidate.model;
    return !seen.has(id) && seen.add(id);
  });
  const index = rows[Number(word.replace("#", "")) - 1];
  if (index === undefined)
    throw new Failure({
      place: { file: "--candidate" },
      text: `there is no row ${word}: ${rows.length} models are ranked.`,
    });
  return { index, reading: `${word}: read as ${(subjects[index] as Subject).candidate.id}.` };
}

const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}.]+/gu, "-")
    .replaceAll(/^-|-$/gu, "");

const split = (word: string): [string, string | null] => {
  const at = word.indexOf("@");
  return at < 0 ? [word, null] : [word.slice(0, at), word.slice(at + 1)];
};

const placeOf = (c: Candidate): string => split(c.id)[1] ?? "";

/** Ids of the models that a word may mean: those that it names whole, else those that it is a part of. */
function modelsNamed(all: readonly Candidate[], word: string): string[] {
  const key = plain(word);
  if (key === "") return [];
  const namesOf = ({ model }: Candidate) => [model.id, model.id.split("/").at(-1) ?? "", model.name].map(plain);
  const pick = (fits: (name: string) => boolean) => [
    ...new Set(all.filter((c) => namesOf(c).some(fits)).map((c) => c.model.id)),
  ];
  const whole = pick((n) => n === key);
  return whole.length > 0 ? whole : pick((n) => n.includes(key));
}

const several = (word: string, ids: readonly string[]): Problem => ({
  place: { file: "--candidate" },
  text: `"${word}" may mean ${ids.length} models.`,
  hint: `Name one: ${ids.slice(0, 8).join(", ")}${ids.length > 8 ? ", …" : ""}.`,
});

function nobody(word: string, name: string, model: string, all: readonly Candidate[]): Problem {
  const key = plain(model);
  const close =
    key &&
    nearest(
      key,
      all.flatMap((c) => [plain(c.model.id), plain(c.model.id.split("/").at(-1) ?? ""), plain(displayName(c))]),
    );
  return {
    place: { file: "--candidate" },
    text: `workload ${name} has no candidate "${word}".`,
    hint: close
      ? `Did you mean ${close}?`
      : "advisor recommend --all lists them; a model's name or the row of the table will do.",
  };
}
