import * as z from "zod";
import { CRITERIA, TASKS } from "../vocabulary.ts";

/** `questions/interview.yaml`: what the interview asks, in words and choices. */
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/u, "letters, digits, '.' and '-'");
const text = z.string().min(1);
const effort = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const prior = z.number().min(0).max(1);
/** Keys of advisor.yaml, as `--set` names them, and their values. */
const sets = z.record(z.string(), z.unknown());

const choice = z.strictObject({
  id,
  label: text.optional().describe("Absent: the title of the task, or the name of the country"),
  hint: text.optional(),
  words: text.optional().describe("Further words by which a search finds it"),
  prior: prior.optional(),
  sets: sets.optional(),
  because: text
    .optional()
    .describe("Why questions are skipped after this answer: 'your data may not leave the building'"),
});

const typed = z.strictObject({
  paths: z.array(z.string()).min(1),
  as: z.enum(["number", "numbers", "percent", "country", "countries", "hardware"]),
  label: text,
  ask: text,
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
});

const preselect = z
  .array(z.strictObject({ when: z.record(z.string(), z.array(z.string())), choose: z.array(id).min(1) }))
  .describe("By what was answered before; the first that fits, of several choices all that fit");

const question = z.strictObject({
  id,
  stage: z.enum(["job", "gate", "figure", "wish"]).describe("Gates before figures, wishes last"),
  always: z
    .enum(["first", "some time"])
    .optional()
    .describe("Never skipped: asked before anything is weighed, in the order of the file, or first of its stage"),
  form: z.enum(["one", "several", "search"]),
  text,
  short: text,
  example: text.optional(),
  effort,
  collects: z.string().optional().describe("Of several: the list that takes the chosen ids"),
  none: z.strictObject({ label: text, prior }).optional(),
  unknown: sets
    .nullable()
    .optional()
    .describe("What 'I don't know' sets: `unknown` where the key allows it, else nothing"),
  usual: z
    .string()
    .optional()
    .describe("Preselected where nothing else says so; absent: what is nearest to the default"),
  preselect: preselect.optional(),
  units: z.array(z.string()).optional().describe("Only for tasks that are measured so"),
  tasks: z.array(z.enum(TASKS)).optional(),
  interactive: z.boolean().optional(),
  notFor: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe("Where these were answered it makes no sense; of a list: where all of it is among these"),
  splits: z
    .boolean()
    .optional()
    .describe(
      "Says which share may be served apart: worth what a model of its own would gain there, skipped where none would",
    ),
  typed: typed.optional(),
  choices: z.array(choice).min(2),
});

const perCriterion = <T extends z.ZodType>(value: T) =>
  z.strictObject(Object.fromEntries(CRITERIA.map((c) => [c, value])) as Record<(typeof CRITERIA)[number], T>);
const way = z.strictObject({ label: text, hint: text });

export const questionsFile = z.strictObject({
  schema: z.literal("advisor-questions/1"),
  mostQuestions: z.number().int().min(3).max(30),
  minutes: z.number().int().min(1),
  questions: z.array(question).min(1),
  priorities: z.strictObject({
    text,
    short: text,
    effort,
    ways: z.strictObject({ order: way, profile: way, numbers: way }),
    orderText: text,
    nextText: text,
    restLabel: text,
    pointsText: text,
    profileText: text,
    numbersText: text,
    swings: perCriterion(z.strictObject({ worst: text, best: text })),
    names: perCriterion(text),
    preselect,
    profiles: z.array(
      z.strictObject({
        id,
        label: text,
        hint: text.optional(),
        prior,
        weights: perCriterion(z.number().min(0)),
      }),
    ),
  }),
  tradeOff: z.strictObject({ text, short: text, effort, even: text }),
});

export type QuestionsFile = z.infer<typeof questionsFile>;
export type AskedQuestion = QuestionsFile["questions"][number];
export type AskedChoice = AskedQuestion["choices"][number];
