import type { openedCandidates, pairView } from "../explain/comparison.ts";
import type { Flip } from "../explain/flips.ts";
import type { GateTrace } from "../explain/gate-traces.ts";
import type { outlookOf } from "../explain/outlook.ts";
import type { Change } from "../explain/would-win.ts";
import { percent } from "../quantity/format.ts";
import type { WorkloadResult } from "../recommendation.ts";
import { holdsWhile } from "../report/certainty.ts";
import { flow, hang, wrap } from "../report/flow.ts";
import { crossCheckSentences, HEADINGS, openQuestionWords } from "../report/outlook-words.ts";
import type { Paint } from "../report/paint.ts";
import { VERDICT } from "../report/words.ts";
import { CRITERIA } from "../vocabulary.ts";
import { sideBySide } from "./compare-page.ts";
import { grid } from "./grid.ts";

export interface Explained {
  readonly workload: string;
  readonly title: string;
  readonly candidate: Omit<ReturnType<typeof openedCandidates>[number], "scores" | "index"> | null;
  readonly rank?: number | null;
  readonly of?: number;
  readonly gates?: readonly GateTrace[];
  readonly against?: ReturnType<typeof pairView> | null;
  readonly wouldWin?: readonly Change[];
  readonly isFirstOnceAllowed?: boolean | null;
  readonly outlook?: ReturnType<typeof outlookOf>;
  readonly alternatives?: readonly Flip[];
  readonly findOutFirst?: WorkloadResult["findOutFirst"];
}

const MARK = { rejects: "✖", unknown: "?", passes: "✓" } as const;

/** Standing, the argument against the winner, what would change it, then every criterion opened, gates, bill and evidence. */
export function explainPage(v: Explained, width: number, paint: Paint): string[] {
  const c = v.candidate;
  if (!c) return wrap(`${v.title}: nothing passes every condition, so there is no winner to explain.`, width);
  const item = (text: string): string[] => hang("  · ", 4, [{ text }], width);
  const standing =
    c.standing === "passes"
      ? `ranks ${v.rank} of ${v.of}`
      : c.standing === "to verify"
        ? "is to be verified before it is ranked"
        : "is ruled out";
  const stops = [...c.ruledOutBy, ...c.toVerify];
  return [
    ...flow(
      [
        { text: c.name, style: paint.strong },
        {
          text: `${standing} for ${v.title}, score ${c.score.toFixed(3)} (${c.scoreRange[0].toFixed(2)} to ${c.scoreRange[1].toFixed(2)}).`,
        },
      ],
      width,
    ),
    ...(stops.length > 0
      ? ["", paint.strong(stops.length === 1 ? "One condition stops it" : `${stops.length} conditions stop it`)]
      : []),
    ...stops.flatMap((s) => item(`${s.text} [${s.source}]`)),
    ...(v.against ? ["", ...wrap(v.against.text, width)] : []),
    ...(v.outlook ? [] : chances(v, stops.length, width, paint)),
    ...(v.outlook ? outlookLines(v.outlook, width, paint, v.alternatives ?? [], v.findOutFirst ?? []) : []),
    "",
    paint.strong("Every criterion opened"),
    ...CRITERIA.flatMap((criterion) => {
      const { value, range, weight, contribution, terms } = c.criteria[criterion];
      const wide = range[1] - range[0] > 0.005 ? ` (${range[0].toFixed(2)} to ${range[1].toFixed(2)})` : "";
      return [
        ...hang(
          "  ",
          2,
          [
            {
              text: `${criterion} ${value.toFixed(2)}${wide} × ${weight.toFixed(2)} = ${contribution.toFixed(3)}`,
              style: paint.strong,
            },
          ],
          width,
        ),
        ...terms.flatMap((t) =>
          hang(
            "    ",
            6,
            [
              {
                text: `${t.points >= 0 ? "+" : "−"}${Math.abs(t.points).toFixed(3)} ${t.because} [${t.rule}: ${t.source}]`,
              },
            ],
            width,
          ),
        ),
      ];
    }),
    "",
    paint.strong("Conditions"),
    ...(v.gates ?? []).flatMap((g) =>
      hang(
        `  ${MARK[g.verdict]} `,
        4,
        [{ text: `${g.title}${g.verdict === "passes" ? "" : `: ${g.because.join("; ")}`}` }],
        width,
      ),
    ),
    "",
    ...grid(["", c.name], sideBySide([c]), width, paint),
    "",
    paint.strong(`Evidence (${c.quality.evidence.length})`),
    ...(c.quality.evidence.length === 0 ? item("No published result for this task.") : []),
    ...c.quality.evidence.flatMap((e) =>
      item(
        `${e.name} ${Math.round(e.score * 100) / 100}, ${e.date ?? "no date"}, ${e.kind}${e.variant ? `, ${e.variant}` : ""} [${e.source}]`,
      ),
    ),
  ];
}

const some = (list: readonly string[], count: number): string =>
  `${list.slice(0, count).join(", ")}${list.length > count ? ` and ${list.length - count} more` : ""}`;

/** What would put a candidate first that is not. */
function chances(v: Explained, stops: number, width: number, paint: Paint): string[] {
  const item = (text: string): string[] => hang("  · ", 4, [{ text }], width);
  const changes = (v.wouldWin ?? []).filter((w) => w.kind !== "gate");
  const others = v.alternatives ?? [];
  const allowed = stops === 1 ? "If that changed" : "If all of these changed";
  const head =
    stops === 0
      ? ""
      : v.isFirstOnceAllowed
        ? `${allowed}, it would be first.`
        : `${allowed}, it would still not be first.`;
  const title =
    stops === 0
      ? "What would make it win, the smallest change first"
      : "What would be needed besides, any one of these";
  return [
    ...(head === "" ? [] : ["", ...wrap(head, width)]),
    ...(v.isFirstOnceAllowed
      ? []
      : changes.length > 0
        ? ["", paint.strong(title), ...changes.flatMap((w) => item(w.text))]
        : ["", ...wrap("No single move of priorities, price or quality would make it win.", width)]),
    ...(others.length > 0
      ? ["", paint.strong("Under which other answers its model wins"), ...others.flatMap((f) => item(f.text))]
      : []),
  ];
}

function outlookLines(
  o: NonNullable<ReturnType<typeof outlookOf>>,
  width: number,
  paint: Paint,
  alternatives: readonly Flip[],
  openQuestions: WorkloadResult["findOutFirst"],
): string[] {
  const item = (text: string): string[] => hang("  · ", 4, [{ text }], width);
  const shares = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .sort((x, y) => y[1] - x[1])
      .slice(0, 5)
      .map(([k, x]) => `${k} ${percent(x)}`)
      .join(", ");
  return [
    "",
    paint.strong("How sure"),
    ...wrap(`  ${VERDICT[o.verdict]}: ${holdsWhile(o)}.`, width),
    ...item(
      `First in trials: ${o.firstShares.candidates
        .slice(0, 5)
        .map((f) => `${f.name} ${percent(f.share)}`)
        .join(", ")}`,
    ),
    ...item(
      `By openness of weights: ${shares(o.firstShares.weights)}; by way to run it: ${shares(o.firstShares.kinds)}`,
    ),
    ...(o.tieGroup.length > 1 ? item(`Within 0.01 of it: ${some(o.tieGroup.slice(1), 5)}`) : []),
    "",
    paint.strong(HEADINGS.ranges),
    ...grid(
      ["priority", "now", "from", "to"],
      o.priorities.map((p) => [p.criterion, percent(p.weight), percent(p.low), percent(p.high)]),
      width,
      paint,
    ),
    ...(o.flips.length + alternatives.length > 0
      ? ["", paint.strong(HEADINGS.flips), ...[...o.flips, ...alternatives].flatMap((f) => item(f.text))]
      : []),
    ...(openQuestions.length > 0
      ? ["", paint.strong(HEADINGS.findOut), ...openQuestions.flatMap((q) => item(openQuestionWords(q)))]
      : []),
    "",
    paint.strong(HEADINGS.checks),
    ...crossCheckSentences(o.crossChecks, (id) => (id === o.winner ? "the same" : id)).flatMap(item),
  ];
}
