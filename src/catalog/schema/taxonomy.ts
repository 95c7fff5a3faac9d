import * as z from "zod";
import { slug } from "./common.ts";

const terms = z.record(
  slug,
  z.strictObject({
    name: z.string(),
    what: z.string(),
    section: z.string().describe("Section of the source document"),
  }),
);

export const taxonomy = z.strictObject({
  schema: z.literal("advisor-taxonomy/1"),
  architectures: terms,
  traits: terms,
  roles: terms,
  access: terms,
  systems: z
    .array(
      z.strictObject({
        name: z.string(),
        section: z.string(),
        kind: z.string(),
        role: z.string(),
        models: z.array(z.string()),
        today: z.string().describe("What became of it"),
        source: z.string(),
      }),
    )
    .describe("Every system that the source document names"),
});
export type TaxonomyFile = z.infer<typeof taxonomy>;
