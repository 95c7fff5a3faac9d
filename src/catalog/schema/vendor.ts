import * as z from "zod";
import { country, sourced } from "./common.ts";

export const vendor = z.strictObject({
  name: z.string().min(1),
  country: country.describe("Where the maker is domiciled"),
  euCodeOfPractice: z
    .enum(["signed", "partly", "declined"])
    .nullable()
    .describe("General-Purpose AI Code of Practice of 2025-07-10"),
  line: z
    .enum(["active", "stalled"])
    .nullable()
    .describe("Whether the maker still releases open or closed flagships in this line"),
  restrictedBy: z
    .array(z.strictObject({ country, scope: z.string(), fact: z.string() }))
    .default([])
    .describe("Bans on this maker's weights or services"),
  note: z.string().nullable().default(null),
  ...sourced,
});
export type VendorFile = z.infer<typeof vendor>;
