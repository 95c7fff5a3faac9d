import type { Standing } from "../explain/changed-standing.ts";
import type { Differences, WorkloadDifferences } from "../explain/differences.ts";
import type { CriterionMove, ScoreMove } from "../explain/score-moves.ts";
import type { Switching } from "../explain/switching.ts";
import { grouped, percent, usd } from "../quantity/format.ts";
import { escaped } from "../report/escape-markdown.ts";
import { hang, type Span, wrap } from "../report/flow.ts";
import type { Paint } from "../report/paint.ts";
import { counted, VERDICT } from "../report/words.ts";
import { grid } from "./grid.ts";
import { switchingSentences } from "./switching-words.ts";

/** What the page says besides the differences themselves. */
export interface DiffView extends Differences {
  /** Sentences over all workloads: what is compared with what. */
  readonly head: readonly string[];
  /** What the two sides are called: then and now, or today and if so. */
  readonly sides: readonly [old: string, now: string];
  /** By workload id. */
  readonly switching: Readonly<Record<string, Switching | null>>;
}

/** Part of a page: sentences, a list, or a table under a title. */
type Section =
  | { readonly title: string; readonly sentences: readonly string[] }
  | { readonly title: string; readonly items: readonly string[] }
  | { readonly title: string; readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] };

interface Chapter {
  readonly title: string;
  readonly sections: readonly Section[];
}

const MEASURE = 112;

/** For somebody at a terminal: the answer first, then why, then how much. */
export function diffPage(view: DiffView, width: number, paint: Paint): string[] {
  const measure = Math.min(width, MEASURE);
  return [
    ...view.head.flatMap((s) => wrap(s, measure)),
    ...chaptersOf(view).flatMap(({ title, sections }) => [
      "",
      ...hang("", 0, [{ text: title, style: paint.strong }], width),
      ...sections.flatMap((s): string[] => {
        const heading = s.title === "" ? [""] : ["", ...hang("", 0, [{ text: s.title, style: paint.strong }], width)];
        if ("sentences" in s) return [...heading, ...s.sentences.flatMap((t) => hang("  ", 2, [{ text: t }], measure))];
        if ("items" in s) return [...heading, ...s.items.flatMap((t) => hang("  · ", 4, itemSpans(t, paint), measure))];
        return [...heading, ...grid(s.heads, s.rows, width - 2, paint).map((l) => (l === "" ? "" : `  ${l}`))];
      }),
    ]),
  ];
}

/** What only says that there is more is quiet. */
const itemSpans = (text: string, paint: Paint): Span[] => [
  text.startsWith("+ ") ? { text, style: paint.quiet } : { text },
];

/** The same for a pull request. */
export function diffMarkdown(view: DiffView): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const blocks = chaptersOf(view).flatMap(({ title, sections }) => [
    `## ${escaped(title)}`,
    ...sections.flatMap((s) => {
      const heading = s.title === "" ? [] : [`### ${escaped(s.title)}`];
      if ("sentences" in s) return [...heading, escaped(s.sentences.join(" "))];
      if ("items" in s) return [...heading, s.items.map((t) => `- ${escaped(t)}`).join("\n")];
      return [
        ...heading,
        [line(s.heads), line(s.heads.map(() => "---")), ...s.rows.map((r) => line(r.map(escaped)))].join("\n"),
      ];
    }),
  ]);
  return `${["# What changed", ...view.head.map(escaped), ...blocks].join("\n\n")}\n`;
}

function chaptersOf(view: DiffView): Chapter[] {
  const chapters = view.workloads.map((w) => workloadChapter(w, view));
  const shared = filled([answersOf(view), rulesOf(view), notesOf(view), aloneOf(view)]);
  return shared.length > 0 ? [...chapters, { title: "Answers, rules and notes", sections: shared }] : chapters;
}

const filled = (sections: readonly (Section | null)[]): Section[] => sections.filter((s): s is Section => s !== null);

function workloadChapter(w: WorkloadDifferences, view: DiffView): Chapter {
  return {
    title: `${w.title}: ${outcome(w)}`,
    sections: filled([
      sideBySide(w, view),
      sentencesOf("", leadSentences(w, view)),
      overtakingOf(w),
      rankingOf(w, view),
      ...billsOf(w),
      livesOf(w),
      evidenceOf(w),
      ...conditionsOf(w),
      ...candidatesOf(w),
    ]),
  };
}

function outcome({ winner }: WorkloadDifferences): string {
  if (!winner.changed) return winner.new === null ? "still nothing passes" : "the winner stands";
  if (winner.new === null) return "nothing passes any more";
  return winner.old === null ? "now there is a winner" : "another winner";
}

// The answer.

const nameIn = ({ names }: WorkloadDifferences, id: string): string => names[id] ?? id;
const moneyOf = (x: number | null | undefined): string => (x === null || x === undefined ? "not known" : usd(x));

function sideBySide(w: WorkloadDifferences, { sides }: DiffView): Section {
  const { old, new: now } = w.figures;
  const { robustness: r, verdict } = w;
  const both = (label: string, a: string | null | undefined, b: string | null | undefined): string[][] =>
    a || b ? [[label, a ?? "–", b ?? "–"]] : [];
  const sure = (pick: (x: NonNullable<typeof r.old>) => number) =>
    [r.old && percent(pick(r.old)), r.new && percent(pick(r.new))] as const;
  return {
    title: "",
    heads: ["", ...sides],
    rows: [
      ...both(
        "winner",
        w.winner.old === null ? "none" : nameIn(w, w.winner.old),
        w.winner.new === null ? "none" : nameIn(w, w.winner.new),
      ),
      ...both("score", old?.score.toFixed(3), now?.score.toFixed(3)),
      ...both("a month", old && moneyOf(old.usdPerMonth), now && moneyOf(now.usdPerMonth)),
      ...both("quality", old && qualityWord(old.quality), now && qualityWord(now.quality)),
      ...both("how sure", verdictWord(verdict.old), verdictWord(verdict.new)),
      ...both("priorities may be off by", ...sure((x) => x.stableUpTo)),
      ...both("against other models", ...sure((x) => x.stableUpToOtherModels)),
      ...both("first in trials", ...sure((x) => x.firstShare)),
    ],
  };
}

const qualityWord = (index: number | null): string => (index === null ? "not measured" : `${Math.round(index)} of 100`);
const verdictWord = (verdict: string): string => VERDICT[verdict as keyof typeof VERDICT] ?? verdict;

const sentencesOf = (title: string, sentences: readonly string[]): Section | null =>
  sentences.length > 0 ? { title, sentences } : null;

function leadSentences(w: WorkloadDifferences, { switching }: DiffView): string[] {
  const { winner, figures } = w;
  const name = (id: string) => nameIn(w, id);
  const move = switching[w.id];
  return [
    ...(winner.changed && winner.old !== null && winner.oldNow !== null && winner.oldNow !== "ranked"
      ? [`${name(winner.old)} ${leftWords(winner.oldNow)}${gateWords(w.gates.ruledOut, winner.old)}.`]
      : []),
    ...(winner.changed && winner.new !== null && winner.newThen !== null && winner.newThen !== "ranked"
      ? [`${name(winner.new)} ${enteredWords(winner.newThen)}${gateWords(w.gates.freed, winner.new)}.`]
      : []),
    ...(figures.next
      ? [
          `Next best of another model: ${name(figures.next.id)}, score ${figures.next.score.toFixed(3)}, ${figures.next.usdPerMonth === null ? "cost not known" : `${usd(figures.next.usdPerMonth)} a month`}.`,
        ]
      : []),
    ...(move ? switchingSentences(move) : []),
    ...byCauses(w),
  ];
}

const leftWords = (s: Standing): string =>
  s === "no-candidate"
    ? "is no candidate any more"
    : s === "ruled-out"
      ? "is ruled out now"
      : s === "to-verify"
        ? "has to be verified now"
        : "is not in the new file";

const enteredWords = (s: Standing): string =>
  s === "no-candidate"
    ? "was no candidate before"
    : s === "ruled-out"
      ? "was ruled out before"
      : s === "to-verify"
        ? "had to be verified before"
        : "is not in the saved file";

function gateWords(list: WorkloadDifferences["gates"]["ruledOut"], id: string): string {
  const gates = list.find((g) => g.id === id)?.gates ?? [];
  return gates.length > 0 ? `, by ${gates.map((g) => `“${g.title}”`).join(" and ")}` : "";
}

const CAUSE: Readonly<Record<Differences["causes"][number], string>> = {
  knowledge: "prices, evidence, rules and the day",
  answers: "your answers",
  "what-if": "the what-if",
  both: "answers, prices, evidence and rules together",
};

/** Which step moved the scores of the two winners, where there was more than one. */
function byCauses(w: WorkloadDifferences): string[] {
  return [...new Set([w.winner.old, w.winner.new])].flatMap((id) => {
    const move = w.scores.find((s) => s.id === id);
    if (!move?.by || move.by.length < 2 || move.difference === 0) return [];
    const parts = move.by.filter((b) => Math.abs(b.difference) > 1e-12);
    const [only] = parts;
    const how =
      parts.length === 1 && only
        ? `, all of it by ${CAUSE[only.by]}`
        : `: ${parts.map((b) => `${points(b.difference)} by ${CAUSE[b.by]}`).join(", ")}`;
    return [`The score of ${nameIn(w, move.id)} moved by ${points(move.difference)}${how}.`];
  });
}

// How much.

function points(x: number): string {
  if (x === 0) return "0";
  const size = Math.abs(x) < 0.0005 ? "under 0.001" : Math.abs(x).toFixed(3);
  return `${x > 0 ? "+" : "−"}${size}`.replace(/^[+−]under/u, "under");
}

const CAUSES_SHOWN = 6;

function overtakingOf(w: WorkloadDifferences): Section | null {
  const o = w.overtaking;
  if (!o) return null;
  const [from, to] = [nameIn(w, o.from), nameIn(w, o.to)];
  const moved = o.leadNew - o.leadOld;
  const shown = o.causes.filter((c) => Math.abs(c.score) >= 0.0005).slice(0, CAUSES_SHOWN);
  const causes = shown.map((c) => {
    const figure = c.candidate === null ? percent : (x: number) => x.toFixed(2);
    const of = c.candidate === null ? "" : ` of ${nameIn(w, c.candidate)}`;
    const change =
      c.old === null && c.new === null
        ? ""
        : `: ${c.old === null ? "nothing" : figure(c.old)} → ${c.new === null ? "nothing" : figure(c.new)}`;
    return `${points(c.score)} by “${c.title}”${of}${change} (${c.rule})`;
  });
  const split = o.criteria.map((c) => `${c.criterion} ${points(c.difference)}`).join(", ");
  const start = o.since === null ? "" : " (with today's prices, evidence and rules, and the answers of then)";
  return {
    title: "How it was overtaken",
    items: [
      ...pricesBehind(w, o),
      `${from} was ${aheadOf(o.leadOld)} ${to}${start}; now it is ${aheadOf(o.leadNew)} it. The lead moved by ${points(moved)}${split ? `: ${split}` : ""}.`,
      ...causes,
      ...more(o.causes.length - shown.length),
    ],
  };
}

/** Where cost is what moved the lead most: the bills that changed, so that a price is named before its points. */
function pricesBehind(
  w: WorkloadDifferences,
  { from, to, criteria }: NonNullable<WorkloadDifferences["overtaking"]>,
): string[] {
  const most = Math.max(...criteria.map((c) => Math.abs(c.difference)));
  const isCost = criteria.some((c) => c.criterion === "tco" && Math.abs(c.difference) === most);
  return !isCost
    ? []
    : [from, to].flatMap((id) => {
        const changes = w.prices.filter((p) => p.candidate === id);
        return changes.length > 0 ? [`${billLine(w, changes)}.`] : [];
      });
}

const aheadOf = (lead: number): string => {
  const size = Math.abs(lead);
  if (size < 1e-9) return "level with";
  return `${size < 0.0005 ? size.toFixed(5) : size.toFixed(3)} ${lead > 0 ? "ahead of" : "behind"}`;
};

const more = (n: number): string[] => (n > 0 ? [`+ ${n} more with --format json`] : []);

function rankingOf(w: WorkloadDifferences, { sides }: DiffView): Section | null {
  if (w.ranking.length === 0) return null;
  const isStill = (r: (typeof w.ranking)[number]) =>
    r.old?.rank === r.new?.rank && r.old?.id === r.new?.id && r.old?.score === r.new?.score;
  if (w.ranking.every(isStill))
    return { title: "Ranking", sentences: ["The first ten stand as they stood, score for score."] };
  return {
    title: "Ranking, the first ten, and what moved each score most",
    heads: [sides[1], sides[0], "candidate", "score", "moved", "by"],
    rows: w.ranking.map((r) => {
      const name = r.new ? nameIn(w, r.new.id) : nameIn(w, r.old?.id ?? "");
      const isSame = r.old && r.new && r.old.id === r.new.id;
      const move = isSame ? w.scores.find((s) => s.id === r.new?.id) : undefined;
      return [
        r.new ? String(r.new.rank) : absent(r.newStanding, "gone", "not in the new file"),
        r.old ? String(r.old.rank) : absent(r.oldStanding, "new", "not in the saved file"),
        r.old && r.new && !isSame ? `${name}; before ${wayOf(w, r.old.id)}${absentNow(r.oldNow)}` : name,
        [r.old, r.new].flatMap((x) => (x ? [x.score.toFixed(3)] : [])).join("\u00a0→\u00a0"),
        r.old && r.new ? points(r.new.score - r.old.score) : "",
        move ? mostOf(move) : r.old && r.new ? "run another way" : "",
      ];
    }),
  };
}

/** A candidate's name without its model's: "at Amazon Bedrock (us)". */
function wayOf(w: WorkloadDifferences, id: string): string {
  const [name, model] = [nameIn(w, id), w.names[id.split("@")[0] ?? ""] ?? ""];
  return model !== "" && name.startsWith(`${model} `) ? name.slice(model.length + 1) : name;
}

function absentNow(s: Standing | null): string {
  if (s === null || s === "ranked" || s === "not-in-file") return "";
  return s === "no-candidate" ? ", gone now" : s === "ruled-out" ? ", ruled out now" : ", to be verified now";
}

function absent(s: Standing | null, isNone: string, isUnlisted: string): string {
  if (s === "ruled-out") return "ruled out";
  if (s === "to-verify") return "to verify";
  return s === "no-candidate" ? isNone : isUnlisted;
}

const MOVERS = 2;

/** `tco −0.012 (0.52 → 0.41 by tco.monthly-cost) · performance +0.002` */
function mostOf({ criteria }: ScoreMove): string {
  return [...criteria]
    .filter((c) => Math.abs(c.difference) >= 5e-7)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
    .slice(0, MOVERS)
    .map((c) => `${c.criterion} ${points(c.difference)}${whyOf(c)}`)
    .join(" · ");
}

function whyOf({ byWeight, weight, terms }: CriterionMove): string {
  const [first] = [...terms].sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  if (Math.abs(byWeight) > Math.abs(first?.score ?? 0))
    return ` (priority ${percent(weight.old)} → ${percent(weight.new)})`;
  return first ? ` (${first.rule})` : "";
}

// Why.

const LINES = 8;

function answersOf({ answers }: DiffView): Section | null {
  if (answers.length === 0) return null;
  return {
    title: "Answers that changed",
    items: [
      ...answers.slice(0, 2 * LINES).map((a) => `${a.path}: ${answer(a.old)} → ${answer(a.new)}`),
      ...more(answers.length - 2 * LINES),
    ],
  };
}

function answer(value: unknown): string {
  if (value === null || value === undefined) return "not stated";
  if (typeof value === "number") return grouped(value, 6);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value) && value.every((v) => typeof v !== "object")) return value.join(", ") || "none";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

/** Candidates that a reader of the page has met. */
function met(w: WorkloadDifferences): ReadonlySet<string> {
  return new Set(
    [w.winner.old, w.winner.new, w.nextBest, ...w.ranking.flatMap((r) => [r.old?.id, r.new?.id])].filter(
      (id): id is string => typeof id === "string",
    ),
  );
}

/** Bills of those that are ranked first, one section for each cause. */
function billsOf(w: WorkloadDifferences): Section[] {
  const seen = met(w);
  const causes = [...new Set(w.prices.map((p) => p.by))];
  return causes.flatMap((by) => {
    const own = w.prices.filter((p) => p.by === by);
    const ids = [...new Set(own.map((p) => p.candidate))];
    const shown = ids.filter((id) => seen.has(id));
    const title =
      by === "knowledge"
        ? "Prices and estimates that changed"
        : by === "answers"
          ? "Bills that your answers changed"
          : by === "what-if"
            ? "Bills under the what-if"
            : "Bills that changed";
    const rest = ids.length - Math.min(shown.length, LINES);
    return [
      {
        title,
        items: [
          ...shown.slice(0, LINES).map((id) =>
            billLine(
              w,
              own.filter((p) => p.candidate === id),
            ),
          ),
          ...(rest > 0 ? [`+ ${counted(rest, "further candidate")} with --format json`] : []),
        ],
      },
    ];
  });
}

function billLine(w: WorkloadDifferences, changes: WorkloadDifferences["prices"]): string {
  const [first] = changes;
  const whole = changes.find((c) => c.item === null);
  const lines = changes
    .filter((c) => c.item !== null)
    .sort((a, b) => Math.abs((b.new ?? 0) - (b.old ?? 0)) - Math.abs((a.new ?? 0) - (a.old ?? 0)));
  const words = (c: (typeof changes)[number]) =>
    `${c.old === null ? "not there" : usd(c.old)} → ${c.new === null ? "not there" : usd(c.new)}${c.percent === null ? "" : ` (${share(c.percent)})`}`;
  const shown = lines.slice(0, 3).map((c) => `${c.item} ${words(c)}`);
  return [
    `${nameIn(w, first?.candidate ?? "")}: ${whole ? `${words(whole)} a month` : "the same sum"}`,
    ...(shown.length > 0 ? [shown.join(", ")] : []),
  ].join("; ");
}

function share(x: number): string {
  const size = Math.abs(x) < 0.05 ? "under 0.1" : grouped(Math.abs(x), 1);
  return `${x > 0 ? "+" : "−"}${size} %`;
}

function livesOf(w: WorkloadDifferences): Section | null {
  if (w.lives.length === 0) return null;
  const life = (l: { lifecycle: string; retires: string | null } | null) =>
    l === null ? "not in the catalog" : `${l.lifecycle}${l.retires ? `, retires ${l.retires}` : ""}`;
  return {
    title: "Life of models",
    items: [
      ...w.lives.slice(0, LINES).map((l) => `${nameIn(w, l.model)}: ${life(l.old)} → ${life(l.new)}`),
      ...more(w.lives.length - LINES),
    ],
  };
}

function evidenceOf(w: WorkloadDifferences): Section | null {
  if (w.quality.length === 0) return null;
  const index = (x: number | null) => (x === null ? "not measured" : x.toFixed(1));
  const row = (e: WorkloadDifferences["quality"][number]["evidence"]["new"][number]) =>
    `${e.name} ${grouped(e.score, 3)}${e.date ? ` (${e.date})` : ""}`;
  const line = ({ model, old, new: now, evidence }: WorkloadDifferences["quality"][number]) => {
    const parts = [
      evidence.new.length > 0 ? `new: ${evidence.new.map(row).join(", ")}` : "",
      evidence.gone.length > 0 ? `gone: ${evidence.gone.map(row).join(", ")}` : "",
      evidence.changed.length > 0
        ? `changed: ${evidence.changed.map((e) => `${e.name} ${grouped(e.old, 3)} → ${grouped(e.score, 3)}`).join(", ")}`
        : "",
    ].filter((p) => p !== "");
    const why = parts.length > 0 ? parts.join("; ") : "the same results, read or weighed anew (they age)";
    return `${nameIn(w, model)}: index ${index(old)}${old === now ? "" : ` → ${index(now)}`}; ${why}`;
  };
  // Results that came or went before those that only aged, and models that a reader has met before others.
  const seen = new Set([...met(w)].map((id) => id.split("@")[0]));
  const weight = (q: WorkloadDifferences["quality"][number]) =>
    (q.evidence.new.length + q.evidence.gone.length + q.evidence.changed.length > 0 ? 2 : 0) +
    (seen.has(q.model) ? 1 : 0);
  const sorted = [...w.quality].sort((a, b) => weight(b) - weight(a));
  return { title: "Measured quality", items: [...sorted.slice(0, LINES).map(line), ...more(sorted.length - LINES)] };
}

function conditionsOf(w: WorkloadDifferences): Section[] {
  const { ruledOut, freed, toVerify, verified } = w.gates;
  const byRule = <T extends { readonly id: string }>(
    title: string,
    list: readonly T[],
    rulesOf: (x: T) => readonly string[],
  ): Section[] => {
    if (list.length === 0) return [];
    const groups = new Map<string, string[]>();
    for (const x of list) {
      const key = rulesOf(x).join(" and ");
      groups.set(key, [...(groups.get(key) ?? []), nameIn(w, x.id)]);
    }
    const sorted = [...groups].sort(([, a], [, b]) => b.length - a.length);
    return [
      {
        title: `${title} (${list.length})`,
        items: [
          ...sorted.slice(0, LINES).map(([rule, names]) => `${some(names)}: ${rule}`),
          ...more(sorted.length - LINES),
        ],
      },
    ];
  };
  const gates = (x: { readonly gates: readonly { readonly title: string; readonly rule: string }[] }) =>
    x.gates.map((g) => `“${g.title}” (${g.rule})`);
  return [
    ...byRule("Newly ruled out", ruledOut, gates),
    ...byRule("No longer ruled out", freed, gates),
    ...byRule("To be verified now", toVerify, (x) => x.rules),
    ...byRule("No longer to be verified", verified, (x) => x.rules),
  ];
}

const NAMED = 3;

function some(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).join(", ");
  return names.length > NAMED ? `${shown} and ${names.length - NAMED} more` : shown;
}

function candidatesOf(w: WorkloadDifferences): Section[] {
  const section = (title: string, list: WorkloadDifferences["candidates"]["new"]): Section[] => {
    if (list.length === 0) return [];
    const byModel = new Map<string, string[]>();
    for (const c of list) {
      const model = c.id.slice(0, c.id.indexOf("@"));
      byModel.set(model, [...(byModel.get(model) ?? []), c.id]);
    }
    // A reader looks for those that could have been taken.
    const ranked = new Set(list.filter((c) => c.standing === "ranked").map((c) => c.id.split("@")[0]));
    const sorted = [...byModel].sort(([a], [b]) => Number(ranked.has(b)) - Number(ranked.has(a)));
    const line = ([model, ids]: [string, string[]]) => {
      const [only = ""] = ids;
      const words = ids.length === 1 ? nameIn(w, only) : `${modelName(w, model, only)}, ${ids.length} ways to run it`;
      return ranked.has(model) ? `${words} (ranked)` : words;
    };
    return [
      {
        title: `${title} (${list.length})`,
        items: [
          ...sorted.slice(0, LINES).map(line),
          ...(sorted.length > LINES ? [`+ ${counted(sorted.length - LINES, "further model")} with --format json`] : []),
        ],
      },
    ];
  };
  const { notInSaved, notInNew } = w.candidates;
  const unlisted = (n: number, which: string) =>
    `${counted(n, "candidate")} ${n === 1 ? "is" : "are"} not in the ${which}, which does not list everybody: without --all only the best way to run each model. Nothing is said of ${n === 1 ? "it" : "them"}.`;
  return [
    ...section("New candidates", w.candidates.new),
    ...section("Candidates that are gone", w.candidates.gone),
    ...(notInSaved + notInNew > 0
      ? [
          {
            title: "Not compared",
            sentences: [
              ...(notInSaved > 0 ? [unlisted(notInSaved, "saved file")] : []),
              ...(notInNew > 0 ? [unlisted(notInNew, "new file")] : []),
            ],
          },
        ]
      : []),
  ];
}

/** A model by the name of one of its candidates: what stands before the place. */
const modelName = (w: WorkloadDifferences, model: string, id: string): string =>
  w.names[model] ?? (nameIn(w, id) === id ? model : nameIn(w, id).replace(/ (?:at|on|as) .*$/u, ""));

function rulesOf({ rules }: DiffView): Section | null {
  if (rules.same) return null;
  const named = (list: readonly { readonly rule: string; readonly title: string }[], what: string): string[] =>
    list.length === 0
      ? []
      : [
          `${what}: ${list
            .slice(0, LINES)
            .map((r) => (r.title === r.rule ? r.rule : `“${r.title}” (${r.rule})`))
            .join(", ")}${list.length > LINES ? ` and ${list.length - LINES} more` : ""}`,
        ];
  const count =
    rules.count.old === rules.count.new
      ? `${rules.count.new}, as many as before`
      : `${rules.count.old} → ${rules.count.new}`;
  return {
    title: "Rules",
    items: [
      `How many: ${count}`,
      ...(rules.packs.added.length > 0 ? [`New packs: ${rules.packs.added.join(", ")}`] : []),
      ...(rules.packs.removed.length > 0 ? [`Packs that are gone: ${rules.packs.removed.join(", ")}`] : []),
      ...rules.changed
        .slice(0, LINES)
        .map(
          (c) =>
            `“${c.new.title}” (${c.rule}): ${c.old.points} on ${c.old.criterion} → ${c.new.points} on ${c.new.criterion}`,
        ),
      ...more(rules.changed.length - LINES),
      ...named(rules.removed, "Removed"),
      ...named(rules.speakingNow, "Speak now and did not before (new, or they apply now)"),
      ...named(rules.silentNow, "Spoke before and are silent now"),
    ],
  };
}

function notesOf({ warnings }: DiffView): Section | null {
  const plain = (list: readonly { readonly code: string; readonly text: string }[]) =>
    list.filter((w) => w.code !== "what-if").map((w) => w.text);
  const [now, gone] = [plain(warnings.new), plain(warnings.gone)];
  if (now.length + gone.length === 0) return null;
  return { title: "Notes", items: [...now, ...gone.map((t) => `no longer: ${t}`)] };
}

function aloneOf({ onlyBefore, onlyAfter }: DiffView): Section | null {
  const lines = [
    ...(onlyBefore.length > 0 ? [`Not asked any more: ${onlyBefore.join(", ")}.`] : []),
    ...(onlyAfter.length > 0 ? [`Asked for the first time: ${onlyAfter.join(", ")}.`] : []),
  ];
  return sentencesOf("Workloads on one side only", lines);
}
