import type { Finalist } from "../advise/foresight.ts";
import { usd } from "../quantity/format.ts";
import type { Settled } from "../requirements/settle.ts";
import { CRITERIA, type Criterion } from "../vocabulary.ts";
import type { Asker, Card, Option } from "./card.ts";
import { preselectedProfile } from "./choices.ts";
import type { Context } from "./context.ts";
import { type Guide, PRIORITIES, type Step, TRADE_OFF } from "./guide.ts";
import type { Interview, Reply } from "./interview.ts";
import {
  centroidWeights,
  DOUBT,
  pointsOfOrder,
  pointWeights,
  readPoints,
  readWeights,
  type Weights,
  weightWords,
} from "./priorities.ts";
import { effectWords, standingLine, swingWords } from "./words.ts";

interface Room {
  readonly guide: Guide;
  readonly context: Context;
  readonly asker: Asker;
}

type Given = { readonly weights: Weights; readonly doubt: number; readonly chosen: string; readonly said: string };

/** How the criteria are weighed: improvements put in order, a ready profile, or numbers. One question, whichever way is taken. */
export async function askPriorities(
  room: Room,
  interview: Interview,
  settled: Settled,
  step: (Step & { readonly kind: "priorities" }) | null,
): Promise<Reply | "back" | "leave"> {
  const { priorities } = room.context.questions;
  const { ways, profiles } = priorities;
  const card: Card = {
    form: "one",
    text: priorities.text,
    short: priorities.short,
    notes: step ? [standingLine(step, room.guide.live(interview))] : [],
    options: [
      { id: ORDER, ...ways.order },
      ...profiles.map((p) => ({ id: p.id, label: p.label, hint: p.hint ?? weightWords(p.weights, priorities.names) })),
      { id: NUMBERS, ...ways.numbers },
    ],
    chosen: [preselectedProfile(settled, room.context)],
    mayGoBack: true,
    mayLeave: step !== null,
    why: () => {
      const { candidatesTouched, flipProbability } = room.guide.valueOfPriorities(interview, settled);
      return [
        "Each score is the sum of weight × value over eight criteria. Weights put candidates in order, they rule nobody out.",
        ...effectWords({ touched: candidatesTouched, ruledOutUpTo: null, flipProbability }),
      ];
    },
  };
  for (;;) {
    const outcome = await room.asker.ask(card);
    if (outcome.kind === "leave" || outcome.kind === "back") return outcome.kind;
    const id = outcome.kind === "chosen" ? (outcome.ids[0] ?? "") : "";
    const given = id === ORDER ? await askOrder(room) : id === NUMBERS ? await askNumbers(room) : ofProfile(room, id);
    if (given !== null)
      return {
        question: PRIORITIES,
        job: 0,
        sets: { priorities: given.weights, prioritiesDoubt: given.doubt },
        chosen: [given.chosen],
        isUnknown: false,
        said: given.said,
      };
  }
}

const ORDER = "order";
const NUMBERS = "numbers";

function ofProfile({ context }: Room, id: string): Given | null {
  const { profiles, names } = context.questions.priorities;
  const profile = profiles.find((p) => p.id === id);
  return profile
    ? {
        weights: profile.weights,
        doubt: DOUBT.profile,
        chosen: id,
        said: `${profile.label} (${weightWords(profile.weights, names)})`,
      }
    : null;
}

/** Swings on the ranges of the criteria: what would be improved first, if everything were at its worst. */
async function askOrder({ asker, context, guide }: Room): Promise<Given | null> {
  const { priorities } = context.questions;
  const anchors = guide.foresight.swings();
  const options: Option[] = CRITERIA.map((c) => {
    const { worst, best } = swingWords(
      priorities,
      c,
      anchors.find((a) => a.criterion === c),
    );
    return { id: c, label: priorities.names[c], hint: `${worst} → ${best}` };
  });
  const outcome = await asker.ask({
    form: "order",
    text: priorities.orderText,
    short: "order",
    notes: [`Choose one after the other, the most important first. ${priorities.restLabel} where you stop.`],
    options,
    chosen: [],
    mayGoBack: true,
  });
  if (outcome.kind !== "chosen") return null;
  const order = outcome.ids as Criterion[];
  const usual = pointsOfOrder(order).join(", ");
  if (order.length < 2) return ordered(order, context);
  const named = order.map((c) => priorities.names[c]).join(", ");
  const text = await asker.askLine({
    text: `${named}: ${priorities.pointsText}`,
    usual,
    read: (typed) => readPoints(typed, order.length),
  });
  if (text === null) return null;
  const read = readPoints(text, order.length);
  if (text === usual || "problem" in read) return ordered(order, context);
  const weights = pointWeights(order, read.points);
  return { weights, doubt: DOUBT.points, chosen: ORDER, said: weightWords(weights, priorities.names) };
}

function ordered(order: readonly Criterion[], { questions }: Context): Given {
  const weights = centroidWeights(order);
  return { weights, doubt: DOUBT.order, chosen: ORDER, said: weightWords(weights, questions.priorities.names) };
}

async function askNumbers({ asker, context }: Room): Promise<Given | null> {
  const { numbersText, names } = context.questions.priorities;
  const text = await asker.askLine({ text: numbersText, usual: null, read: (typed) => readWeights(typed, names) });
  if (text === null) return null;
  const read = readWeights(text, names);
  if ("problem" in read) return null;
  return { weights: read.weights, doubt: DOUBT.numbers, chosen: NUMBERS, said: weightWords(read.weights, names) };
}

/** One lead of the first against one of the second; who answers says which weights are meant. */
export async function askTradeOff(
  { asker, context, guide }: Room,
  interview: Interview,
  step: Step & { readonly kind: "trade-off" },
): Promise<Reply | "back" | "leave"> {
  const { tradeOff, priorities } = context.questions;
  const { first, second, tradeOff: pair, stableUpTo } = step.finalists;
  const outcome = await asker.ask({
    form: "one",
    text: tradeOff.text,
    short: tradeOff.short,
    notes: [standingLine(step, guide.live(interview))],
    options: [
      {
        id: "first",
        label: `${priorities.names[pair.first]}: ${first.name}`,
        hint: leadWords(pair.first, first, second),
      },
      {
        id: "second",
        label: `${priorities.names[pair.second]}: ${second.name}`,
        hint: leadWords(pair.second, second, first),
      },
      { id: "even", label: tradeOff.even, hint: "the priorities stay as they are" },
    ],
    chosen: ["even"],
    mayGoBack: true,
    mayLeave: true,
    why: () => [
      `${first.name} stays first only while your priorities are off by less than ${(100 * stableUpTo).toFixed(1)} %.`,
      `Of all priorities that are as near to yours about half prefer the one, half the other. Your answer keeps the half that agrees with you.`,
    ],
  });
  if (outcome.kind === "leave" || outcome.kind === "back") return outcome.kind;
  const id = outcome.kind === "chosen" ? (outcome.ids[0] ?? "even") : "even";
  const refined = id === "first" ? pair.ifFirst : id === "second" ? pair.ifSecond : null;
  const chosen = id === "first" ? pair.first : pair.second;
  return {
    question: TRADE_OFF,
    job: 0,
    sets: refined
      ? {
          priorities: Object.fromEntries(CRITERIA.map((c) => [c, Math.round(1000 * refined.weights[c]) / 10])),
          prioritiesDoubt: Math.round(1000 * refined.doubt) / 1000,
        }
      : {},
    chosen: [id],
    isUnknown: false,
    said: refined ? `rather ${priorities.names[chosen].toLowerCase()}` : tradeOff.even.toLowerCase(),
  };
}

function leadWords(criterion: Criterion, one: Finalist, other: Finalist): string {
  if (criterion === "tco" && one.usdPerMonth !== null && other.usdPerMonth !== null)
    return `${usd(one.usdPerMonth)} a month, not ${usd(other.usdPerMonth)}`;
  if (criterion === "performance" && one.qualityIndex !== null && other.qualityIndex !== null)
    return `quality ${Math.round(one.qualityIndex)} of 100, not ${Math.round(other.qualityIndex)}`;
  return one.because[criterion] ?? "it is ahead there";
}
