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
import { requirementsInput, requirementsLayer } from "./requirements/schema.ts";
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
        ...z.toJSONSchema(schema, { io: OUTPUTS.includes(name) ? "output" : "input", override: withoutConditions }),
        title: `model-advisor ${name}`,
      },
    ]),
  );
}

type Made = Parameters<NonNullable<Parameters<typeof z.toJSONSchema>[1]>["override"] & {}>[0];

/** What `fits` alone reads is no word of JSON Schema. */
function withoutConditions({ jsonSchema }: Made): void {
  delete jsonSchema["holds"];
}

/** What a layer of requirements must fit, for `fits`: conditions that have no name there fit nothing. */
export function layerShape(): unknown {
  return z.toJSONSchema(requirementsLayer, {
    io: "input",
    reused: "inline",
    override: ({ zodSchema, jsonSchema }: Made) => {
      delete jsonSchema["description"];
      const isOpen = zodSchema._zod.def.checks?.some((c) => c._zod.def.check === "custom") === true;
      if (isOpen && jsonSchema["holds"] === undefined) jsonSchema["holds"] = "unnamed";
    },
  });
}
