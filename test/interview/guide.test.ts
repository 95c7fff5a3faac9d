import { beforeAll, describe, expect, it } from "vitest";
import { Foresight } from "../../src/advise/foresight.ts";
import { subjectsOf } from "../../src/advise/subjects.ts";
import type { Catalog } from "../../src/catalog/catalog.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import { decide } from "../../src/decide/decide.ts";
import { choicesOf, preselected, setsOf } from "../../src/interview/choices.ts";
import type { Context } from "../../src/interview/context.ts";
import { Guide, PRIORITIES, type Step } from "../../src/interview/guide.ts";
import {
  begin,
  type Interview,
  NOTHING,
  type Reply,
  settledOf,
  withoutLast,
  withReply,
} from "../../src/interview/interview.ts";
import { loadQuestions } from "../../src/requirements/load-questions.ts";
import type { Workload } from "../../src/requirements/requirements.ts";
import type { Settled } from "../../src/requirements/settle.ts";
import { loadRules } from "../../src/rules/load.ts";
import type { Rulebook } from "../../src/rules/rulebook.ts";

const TODAY = "2026-11-25";
let catalog: Catalog;
let rulebook: Rulebook;
let context: Context;
let guide: Guide;
const newGuide = () => new Guide(context, new Foresight({ catalog, rulebook, today: TODAY }));
beforeAll(async () => {
  [catalog, rulebook] = await Promise.all([loadCatalog(), loadRules()]);
  context = {
    questions: await loadQuestions(),
    defaults: { requirements: catalog.defaults, tasks: catalog.tasks },
    accelerators: catalog.accelerators.map((a) => a.id),
  };
  guide = newGuide();
});

const question = (id: string) => {
  const found = context.questions.questions.find((q) => q.id === id);
  if (!found) throw new Error(id);
  return found;
};
const settled = (interview: Interview): Settled => settledOf(interview, context.defaults) as Settled;
const reply = (interview: Interview, id: string, chosen: readonly string[], job = 0): Reply => ({
  question: id,
  job,
  sets: setsOf(question(id), chosen, settledOf(interview, context.defaults)),
  chosen,
  isUnknown: false,
  said: "",
});
const answer = (interview: Interview, said: Readonly<Record<string, readonly string[]>>): Interview =>
  Object.entries(said).reduce((i, [id, chosen]) => withReply(i, reply(i, id, chosen)), interview);

type Answers = Readonly<Record<string, readonly string[]>>;
const PEOPLE: Readonly<Record<string, Answers>> = {
  founder: { task: ["chat"], sector: ["software"], sensitivity: ["internal"], reach: ["provider"] },
  bank: { task: ["document-analysis"], sector: ["finance"], sensitivity: ["regulated"], reach: ["inside"] },
  hospital: { task: ["summarization"], sector: ["health"], sensitivity: ["regulated"], reach: ["rented"] },
  marketing: { task: ["image-generation"], sector: ["media"], sensitivity: ["public"] },
  device: { task: ["chat"], sector: ["retail"], sensitivity: ["confidential"], reach: ["device"] },
};

/** Everything that is asked, where a person takes what is preselected but for some answers. */
function walk(said: Answers, by: Guide, start = begin(NOTHING)): { steps: Step[]; interview: Interview } {
  const steps: Step[] = [];
  let interview = start;
  for (;;) {
    const step = by.next(interview);
    steps.push(step);
    if (step.kind === "summary" || steps.length > 30) return { steps, interview };
    if (step.kind === "offer") interview = { ...interview, goesOn: true };
    else if (step.kind === "question") {
      const { question: q, job } = step;
      const chosen = said[q.id] ?? preselected(q, job, settledOf(interview, context.defaults), context);
      interview = withReply(interview, reply(interview, q.id, chosen, job));
    } else {
      const sets = step.kind === "priorities" ? { priorities: context.questions.priorities.profiles[0]?.weights } : {};
      interview = withReply(interview, {
        question: step.kind,
        job: 0,
        sets: sets as Record<string, unknown>,
        chosen: [],
        isUnknown: false,
        said: "",
      });
    }
  }
}

describe("the interview asks", () => {
  it.each(Object.keys(PEOPLE))("the job first, then gates, figures, wishes and priorities: %s", (who) => {
    const { steps } = walk(PEOPLE[who] as Answers, guide);
    const kinds = steps.flatMap((s) =>
      s.kind === "question" ? [s.question.stage] : s.kind === "offer" ? [] : [s.kind],
    );
    const order = ["job", "gate", "figure", "wish", "priorities", "trade-off", "summary"];
    expect(kinds).toEqual([...kinds].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    const ids = steps.flatMap((s) => (s.kind === "question" ? [s.question.id] : []));
    expect(ids.slice(0, 3)).toEqual(["task", "sector", "sensitivity"]);
    expect(ids).toContain("traffic");
    expect(new Set(ids).size).toBe(ids.length);
    const asked = steps.filter((s) => s.kind !== "offer" && s.kind !== "summary");
    expect(asked.length).toBeLessThan(12);
    asked.forEach((s, n) => expect("number" in s && s.number).toBe(n + 1));
    for (const s of asked) if ("most" in s) expect(s.number).toBeLessThanOrEqual(s.most);
  });

  it("within a stage what is worth most for the effort", () => {
    const { steps } = walk(PEOPLE["founder"] as Answers, guide);
    const weighed = steps.flatMap((s) => (s.kind === "question" && s.question.always === undefined ? [s] : []));
    expect(weighed.length).toBeGreaterThan(3);
    const first = weighed.find((s) => s.question.stage === "gate");
    if (!first) throw new Error("no gate is asked");
    const at = answer(begin(NOTHING), PEOPLE["founder"] as Answers);
    const worth = guide.valueOf(at, first.question, 0)?.evoi ?? 0;
    expect(worth).toBeGreaterThan(0);
    for (const q of context.questions.questions.filter(
      (o) => o.stage === "gate" && !(o.id in (PEOPLE["founder"] as Answers)),
    )) {
      const value = guide.valueOf(at, q, 0);
      if (value) expect(value.evoi / q.effort, q.id).toBeLessThanOrEqual(worth / first.question.effort + 0.02);
    }
  });

  it("nothing about rooms that public data does not need", () => {
    const { steps } = walk(PEOPLE["marketing"] as Answers, guide);
    const ids = steps.flatMap((s) => (s.kind === "question" ? [s.question.id] : []));
    for (const id of ["reach", "residency", "retention", "regulations", "length"]) expect(ids).not.toContain(id);
  });

  it("nothing that the start states", () => {
    const name = "regulated-bank-contracts";
    const { steps } = walk({}, guide, begin({ from: "preset", name, value: catalog.presets[name] }));
    const ids = steps.flatMap((s) => (s.kind === "question" ? [s.question.id] : []));
    for (const id of ["task", "sector", "sensitivity", "traffic"]) expect(ids).not.toContain(id);
  });

  it("which share is sensitive where another model would serve the rest better, and only there", () => {
    const providers = { sensitivity: ["regulated"], reach: ["provider"] };
    const people: Record<string, Answers> = {
      apart: { task: ["question-answering"], sector: ["finance"], jurisdiction: ["DE"], ...providers },
      inside: { task: ["question-answering"], sector: ["finance"], sensitivity: ["regulated"], reach: ["inside"] },
      internal: { task: ["question-answering"], sensitivity: ["internal"], reach: ["provider"] },
    };
    const asked = Object.entries(people).flatMap(([who, said]) => {
      const { steps, interview } = walk(said, guide);
      const isAsked = steps.some((s) => s.kind === "question" && s.question.id === "split");
      if (!isAsked) return [];
      const { gain, all, ordinary } = guide.splitOf(interview, 0) ?? { gain: 0, all: "", ordinary: "" };
      expect(gain).toBeGreaterThan(0);
      expect(all).not.toBe(ordinary);
      return [who];
    });
    expect(asked).toEqual(["apart"]);
  });

  it("each job its own questions, and the organization once", () => {
    const first = answer(begin(NOTHING), PEOPLE["founder"] as Answers);
    const { steps } = walk({ task: ["coding"] }, guide, { ...first, added: 1, goesOn: true });
    const ids = steps.flatMap((s) => (s.kind === "question" && s.job === 1 ? [s.question.id] : []));
    expect(ids.slice(0, 2)).toEqual(["task", "sensitivity"]);
    expect(ids).not.toContain("sector");
    expect(ids).not.toContain("jurisdiction");
  });

  it("without knowing how sure the leader is, which is worked out in pieces", () => {
    const fresh = newGuide();
    const at = answer(begin(NOTHING), PEOPLE["hospital"] as Answers);
    const step = fresh.next(at);
    expect(fresh.liveSoFar(at)).toBeNull();
    let pieces = 0;
    for (const _ of fresh.watching(at)) pieces++;
    expect(pieces).toBeGreaterThan(20);
    expect(fresh.liveSoFar(at)).toEqual(guide.live(at));
    expect(fresh.liveSoFar(at)?.stays).toBeGreaterThan(0);
    expect(fresh.next(at)).toBe(step);
  });

  it("the same after thinking ahead", () => {
    const fresh = newGuide();
    const ahead = newGuide();
    let interview = begin(NOTHING);
    for (const [id, chosen] of Object.entries(PEOPLE["bank"] as Answers)) {
      for (const _ of ahead.ahead(interview, 0)) void _;
      interview = withReply(interview, reply(interview, id, chosen));
    }
    expect(ahead.next(interview)).toEqual(fresh.next(interview));
    expect(ahead.skipped(interview)).toEqual(fresh.skipped(interview));
  });
});

describe("a question is skipped", () => {
  it("only where nothing hangs on it: the whole ranking is the same under each of its answers", () => {
    let seen = 0;
    for (const who of ["bank", "device"]) {
      const { interview } = walk(PEOPLE[who] as Answers, guide);
      const before = rankingOf(settled(interview));
      for (const { question: q, job } of guide.skipped(interview)) {
        for (const { id } of choicesOf(q, settled(interview), context)) {
          const then = withReply(interview, reply(interview, q.id, [id], job));
          expect([who, q.id, id, rankingOf(settled(then))]).toEqual([who, q.id, id, before]);
          seen++;
        }
      }
    }
    expect(seen).toBeGreaterThan(3);
  });

  it("and the answer that settled it is named", () => {
    const interview = answer(begin(NOTHING), PEOPLE["bank"] as Answers);
    const retention = guide.skipped(interview).find((s) => s.question.id === "retention");
    expect(retention).toMatchObject({ since: { question: "reach", chosen: ["inside"] } });
  });

  const rankingOf = (s: Settled) => {
    const workload = s.requirements.workloads[0] as Workload;
    const subjects = subjectsOf({ settled: s, catalog, today: TODAY }, workload);
    const {
      order,
      scores,
      subjects: kept,
    } = decide(subjects, rulebook, {
      seed: 1,
      samples: 1,
      lambda: 0.1,
      nearMisses: 1,
      exceptions: [],
    });
    return order.map((i) => `${kept[i]?.candidate.id} ${scores.total[i]?.toFixed(9)}`);
  };
});

describe("an interview", () => {
  it("goes back to the question before, as it was", () => {
    const before = answer(begin(NOTHING), { task: ["chat"], sector: ["software"] });
    const after = answer(before, { sensitivity: ["internal"] });
    expect(guide.next(withoutLast(after))).toEqual(guide.next(before));
    expect(withoutLast(after).replies).toEqual(before.replies);
  });

  it("offers to stop where what is left decides with less than 2 %, and only there", () => {
    const offers = ["protein-structure", "forecasting", "materials-design", "ocr"].flatMap((task) =>
      walk({ task: [task] }, guide).steps.flatMap((s) => (s.kind === "offer" ? [s] : [])),
    );
    expect(offers.length).toBeGreaterThan(0);
    for (const s of offers) {
      expect(s.flipProbability).toBeLessThan(0.02);
      expect(s.left).toBeGreaterThan(0);
    }
    const open = guide.next(answer(begin(NOTHING), PEOPLE["founder"] as Answers));
    expect(open.kind).toBe("question");
    expect(guide.live(answer(begin(NOTHING), PEOPLE["founder"] as Answers))?.stays).toBeLessThan(0.98);
  });

  it("asks no more when the rest shall be assumed", () => {
    const some = answer(begin(NOTHING), { task: ["chat"] });
    expect(guide.next({ ...some, finished: 1 })).toEqual({ kind: "summary" });
  });

  it("knows what the priorities are worth", () => {
    const at = answer(begin(NOTHING), PEOPLE["founder"] as Answers);
    const value = guide.valueOfPriorities(at, settled(at));
    expect(value.path).toBe(PRIORITIES);
    expect(value.candidatesTouched).toBeGreaterThan(100);
  });
});
