import * as z from "zod";
import { TASKS } from "../../vocabulary.ts";
import { basis, day, partialDay, positive, share, slug } from "./common.ts";
import { EVIDENCE_KINDS } from "./model.ts";

/** What each benchmark measures and how its scores are read on the common 0–100 index. */
export const benchmarks = z.strictObject({
  schema: z.literal("advisor-benchmarks/1"),
  version: z.number().int(),
  benchmarks: z.record(
    slug,
    z.strictObject({
      name: z.string(),
      measures: z.string(),
      unit: z.string(),
      higherIsBetter: z.boolean(),
      kind: z.enum(EVIDENCE_KINDS),
      family: slug
        .nullable()
        .describe("Boards of one family see the same votes or tests and share one weight; null = stands alone"),
      url: z.string().nullable(),
      anchors: z
        .array(z.strictObject({ score: z.number(), index: z.number().min(0).max(100) }))
        .min(2)
        .describe("Piecewise linear, score to index; index rises along the list"),
      anchorBasis: basis,
      spread: positive.describe(
        "Half-width of the 80 % interval that one result of this board leaves, in index points",
      ),
      tasks: z
        .partialRecord(z.enum(TASKS), z.number().min(0).max(1))
        .describe("How much it says about each task, 0 to 1"),
      note: z.string().nullable(),
      source: z.string(),
      checked: partialDay,
    }),
  ),
  combination: z
    .strictObject({
      kindWeight: z.record(z.enum(EVIDENCE_KINDS), share),
      kindDiscount: z
        .record(z.enum(EVIDENCE_KINDS), z.number().min(0))
        .describe("Index points taken off a result of this kind"),
      halfLifeMonths: positive.describe("Age at which a result weighs half"),
      efforts: z
        .array(z.string())
        .describe("Words of a variant that name its effort, least first; no such word ranks below all"),
      conditionSpread: z
        .record(z.string(), z.number().min(1))
        .describe("Factor on the spread where the conditions hold the word"),
      commonError: positive.describe("Half-width, in index points, that stays however many boards agree"),
      standIn: z
        .strictObject({ tasks: z.array(z.enum(TASKS)), from: z.array(z.enum(TASKS)), spreadFactor: z.number().min(1) })
        .describe(
          "Where a model has no evidence for one of `tasks`, boards stand in by what they say about `from`, with a wider spread",
        ),
      own: z
        .strictObject({
          outweighs: z.number().min(1).describe("Beside it, the weight of boards is divided by this"),
          pointsPerLogit: positive.describe("Index points for one unit of ln(p / (1 - p)) of a rate p"),
          slopeError: share.describe("80 % half-width of pointsPerLogit, as a share of it"),
          unknownSamples: positive.int().describe("Cases assumed where the file does not say"),
          unstitchedError: positive.describe("80 % half-width, index points, where no public index ties the rate down"),
        })
        .describe("How the user's own evaluation is read and what it counts"),
      basis,
      source: z.string(),
      date: day,
    })
    .describe("How the results of one model become one index"),
  levels: z
    .array(
      z.strictObject({
        tasks: z.array(z.enum(TASKS)).min(1),
        capable: z.number(),
        strong: z.number(),
        frontier: z.number(),
      }),
    )
    .describe("Lowest index of each level, by task; `basic` starts at 0"),
  levelsBasis: basis,
  levelsSource: z.string(),
  levelsDate: day,
});
export type BenchmarksFile = z.infer<typeof benchmarks>;
