import * as z from "zod";
import { accelerator } from "./catalog/schema/accelerator.ts";
import { assumptions } from "./catalog/schema/assumptions.ts";
import { benchmarks } from "./catalog/schema/benchmarks.ts";
import { license } from "./catalog/schema/license.ts";
import { measuredModels, measurements } from "./catalog/schema/measurements.ts";
import { model } from "./catalog/schema/model.ts";
import { provider } from "./catalog/schema/provider.ts";
import { tasks } from "./catalog/schema/tasks.ts";
import { taxonomy } from "./catalog/schema/taxonomy.ts";
import { vendor } from "./catalog/schema/vendor.ts";
import { checkResult } from "./check-result.ts";
import { portfolio } from "./portfolio.ts";
import { recommendation } from "./recommendation.ts";
import { questionsFile } from "./requirements/question-schema.ts";
import { requirementsInput } from "./requirements/schema.ts";
import { pack } from "./rules/pack-schema.ts";

export { loadQuestions } from "./requirements/load-questions.ts";
export { factsPage } from "./rules/facts-page.ts";

const SOURCES = {
  requirements: requirementsInput,
  recommendation,
  check: checkResult,
  portfolio,
  model,
  provider,
  vendor,
  license,
  accelerator,
  benchmarks,
  assumptions,
  measurements,
  "measured-models": measuredModels,
  tasks,
  taxonomy,
  questions: questionsFile,
  rules: pack,
} as const;

const OUTPUTS: readonly string[] = ["recommendation", "check", "portfolio"];

/** The JSON Schemas that are published in `schema/`, by name: made from the zod schemas that check the files. */
export function schemas(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(SOURCES).map(([name, schema]) => [
      name,
      {
        ...z.toJSONSchema(schema, { io: OUTPUTS.includes(name) ? "output" : "input" }),
        title: `model-advisor ${name}`,
      },
    ]),
  );
}
