import * as z from "zod";
import { basis, modelId, notNegative, partialDay, positive, range, share, slug } from "./common.ts";

/** Lowest and highest factor on a predicted rate that hold nine measurements in ten. */
const spread = z.tuple([positive, positive]);
const perPrecision = z.strictObject({ bf16: positive, fp8: positive, fp4: positive });
const perLink = z.strictObject({ nvlink: positive, pcie: positive });
const experts = z
  .strictObject({ mfuShare: positive, mfuExponent: notNegative, mbuShare: positive, mbuExponent: notNegative })
  .describe("Of mfu and mbu, what experts of 1e8 parameters reach, and the exponent of their size; at most all of it");

const factor = z.number().min(1);

const calibration = z
  .strictObject({
    needs: z.enum(["model", "accelerator"]).describe("What at least one measurement has to share with a case"),
    model: notNegative.describe("Common to a model on accelerators of one maker"),
    shape: notNegative.describe("Of a model, common to like lengths, batches, devices and formats"),
    accelerator: notNegative.describe("Common to an accelerator, whatever the model"),
    case: notNegative.describe("Of a model on an accelerator, common to like lengths, batches, devices and formats"),
    build: notNegative.describe("Common to builds of one month"),
    repeat: positive.describe("Between two runs of the same"),
    lengthsAssumed: notNegative.describe("On top, where the source does not tell the lengths"),
    experts: positive.describe("Times all of these for mixtures of experts"),
    reach: z
      .strictObject({
        inputTokens: positive,
        outputTokens: positive,
        batch: positive,
        devices: positive,
        weightBytes: positive,
        cacheBytes: positive,
        months: positive.describe("Not a logarithm: builds this far apart share e^-1"),
      })
      .describe("Differences of logarithms at which two cases have e^-0.5 in common"),
    otherSplit: share.describe("Kept between tensor, expert and layer parallelism"),
    most: positive.describe("Residuals are cut here, so that one odd measurement bends little"),
    deviations: positive.describe("Standard deviations that hold nine measurements in ten"),
    least: share.describe("Correlation below which a measurement is not near"),
    unseen: z
      .strictObject({ model: factor, accelerator: factor, year: factor })
      .describe(
        "Factors on both ends of an interval: where no measurement is of the model's dimensions, none on the accelerator, and for each year between a build and the nearest measurement, or beyond half of one between it and the profile",
      ),
    basis,
    source: z.string(),
    checked: partialDay,
  })
  .describe(
    "Standard deviations of log(measured / predicted) by what cases have in common: how far measurements carry",
  );

const profileHead = {
  engine: z.string(),
  date: partialDay.describe("Builds that the constants stand for; the nearest date is taken"),
  basis,
  fittedOn: z.string(),
};

export const servingProfile = z.strictObject({
  kind: z.literal("serving"),
  ...profileHead,
  mbu: positive.describe("Share of the memory bandwidth that is reached"),
  mfu: perPrecision.describe("Share of the dense peak that is reached"),
  experts,
  linkEfficiency: perLink,
  layerLatencyUs: positive,
  layerLatencyTensorParallelUs: notNegative.describe("Added per layer when devices share it"),
  hostUsPerSequenceStep: notNegative,
  attentionMfu: positive,
  maxSequences: positive.int(),
  memoryFraction: share,
  overheadBytesPerAccelerator: notNegative,
  resultFactor: range.describe("On every predicted rate"),
  calibration: slug.describe("A key of calibrations"),
  spread: z.strictObject({ dense: spread, moe: spread }),
  firstTokenSpread: spread,
});

const decode = z.strictObject({ mbu: positive, q4Factor: positive, layerLatencyUs: positive });

export const localProfile = z.strictObject({
  kind: z.literal("local"),
  ...profileHead,
  gddr: decode,
  hbm: decode,
  unified: decode.describe("Apple and other shared memory"),
  moeFactor: positive,
  fileShareRead: share.describe("Share of the weight file that one token reads"),
  prefill: z.strictObject({
    mfu: positive,
    q4Factor: positive,
    multiGpuExponent: share,
    attentionMultiplier: positive,
    peakCapTflops: positive.describe("Faster chips are not used better: the kernels lack their newest instructions"),
  }),
  calibration: z.strictObject({ decode: slug, prefill: slug }).describe("Keys of calibrations"),
  memoryFraction: share,
  overheadBytesPerAccelerator: notNegative,
  spread: z.strictObject({ dense: spread, moe: spread, prefill: spread }),
});

/** Every default number of the estimators. */
export const assumptions = z.strictObject({
  schema: z.literal("advisor-assumptions/1"),
  version: z.number().int(),
  values: z.record(
    z.string().regex(/^[a-z][a-zA-Z0-9.-]*$/u),
    z
      .strictObject({
        value: z.union([z.number(), range]),
        above: z.number().optional().describe("A value of one's own must be above it"),
        least: z.number().optional().describe("The least that makes sense; 0 where neither is stated"),
        most: z.number().optional(),
        unit: z.string(),
        what: z.string(),
        basis,
        source: z.string(),
        checked: partialDay,
      })
      .refine(({ value, above = Number.NEGATIVE_INFINITY, least = 0, most = Number.POSITIVE_INFINITY }) => {
        const [low, high] = typeof value === "number" ? [value, value] : [value.low, value.high];
        return low > above && low >= least && high <= most;
      }, "outside of its own limits"),
  ),
  onDevice: z
    .strictObject({ mostParametersB: positive, basis, source: z.string(), checked: partialDay })
    .describe("The largest model, 1e9 parameters, that is offered for users' devices"),
  ggufBits: z.record(slug, z.strictObject({ layers: positive, tokenEmbedding: positive, output: positive })),
  ggufBitsSource: z.string(),
  fourBitLoss: z
    .array(
      z.strictObject({
        belowB: positive.nullable().describe("Models of fewer parameters, 1e9; null = all larger ones"),
        points: notNegative,
        basis,
        source: z.string(),
        checked: partialDay,
      }),
    )
    .min(1)
    .describe(
      "Index points that four-bit weights cost a model that was published in wider ones, smallest models first",
    ),
  tokenizers: z
    .record(
      z.union([slug, modelId]),
      z.strictObject({ text: spread, cjk: spread, basis, source: z.string(), checked: partialDay }),
    )
    .describe(
      "Makers or models whose tokenizer is known: lowest and highest factor on the tokens of the same text; Chinese, Japanese and Korean apart",
    ),
  outputLengths: z
    .record(modelId, z.strictObject({ factor: positive, basis, source: z.string(), checked: partialDay }))
    .describe("Tokens that a model wrote for a task, reasoning included, over the median of those beside it"),
  nativeFormats: z
    .record(modelId, z.strictObject({ format: z.enum(["fp8", "int4", "mxfp4", "nvfp4"]), source: z.string() }))
    .describe("Models whose published weights are narrower than sixteen bits"),
  calibrations: z.record(slug, calibration),
  profiles: z.record(slug, z.discriminatedUnion("kind", [servingProfile, localProfile])),
});
export type AssumptionsFile = z.infer<typeof assumptions>;
export type ServingProfile = z.infer<typeof servingProfile>;
export type LocalProfile = z.infer<typeof localProfile>;
export type Calibration = z.infer<typeof calibration>;
export type Profile = ServingProfile | LocalProfile;
