import * as z from "zod";
import { basis, country, notNegative, partialDay, positive, range, slug, sourced } from "./common.ts";

export const accelerator = z.strictObject({
  name: z.string().min(1),
  vendor: z.string(),
  memoryGB: positive.describe("As on the label"),
  usableGiB: positive,
  bandwidthGBps: positive,
  tflops: z
    .strictObject({ bf16: positive, fp8: positive.nullable(), fp4: positive.nullable() })
    .describe("Dense tensor rate"),
  watts: positive,
  link: z.strictObject({
    kind: z.enum(["nvlink", "pcie", "infinity-fabric", "none"]),
    GBps: notNegative.nullable().describe("Per direction"),
  }),
  maxPerNode: positive.int(),
  edgeClass: z
    .enum(["phone", "laptop", "workstation"])
    .nullable()
    .describe("Class of user device this chip stands for"),
  purchase: z
    .strictObject({
      usd: range,
      basis,
      priced: partialDay.nullable().default(null).describe("When this was the price; null = when it was read"),
      source: z.string(),
      checked: partialDay,
    })
    .nullable()
    .describe("Price of one device, bought"),
  rental: z.array(
    z.strictObject({
      cloud: slug.describe("A provider of role gpu-cloud"),
      region: z.string(),
      country,
      devices: positive.int().describe("Devices in the listed instance"),
      term: z
        .enum(["on-demand", "reserved-1y", "reserved-3y"])
        .default("on-demand")
        .describe("A reserved price stands in a row beside that of the same instance on demand"),
      usdPerHour: positive.describe("Of the whole instance, on these terms"),
      spotUsdPerHour: positive.nullable(),
      instance: z.string(),
      source: z.string(),
      checked: partialDay,
    }),
  ),
  ...sourced,
});
export type AcceleratorFile = z.infer<typeof accelerator>;
