import type { Estimate, Remark } from "../estimate/estimate.ts";
import { grouped } from "../quantity/format.ts";
import type { Reason } from "./reasons.ts";

type Args = Remark["args"];
const count = (args: Args, key: string): string =>
  typeof args[key] === "number" ? grouped(args[key]) : String(args[key] ?? "unknown");

/** What an estimate had to assume or ran into, in words. A code without words does not compile. */
const SENTENCES: Readonly<Record<Remark["code"], (args: Args) => string>> = {
  "no-cached-price": () => "No price for cached input is published, so all input is billed in full.",
  "no-batch-price": () => "No batch price is published, so all requests are billed at the plain price.",
  "price-changes": (a) =>
    `The listed price changes on ${count(a, "date")}; each month is billed at the price that holds then.`,
  "price-stale": (a) => `The price was last read on ${count(a, "checked")}.`,
  "free-tier": () => "A free tier exists; it is not used here, since it may train on what you send.",
  "geometry-assumed": () =>
    "The layers of this model are not in the catalog, so memory and speed are guessed from its size.",
  "made-for-cuda": () =>
    "Planned on NVIDIA's chips, for which the code of such models is published (assumptions.mediaOnAnyChip takes any).",
  "size-assumed": (a) =>
    `The size of this model is not published; ${count(a, "parametersB")} billion parameters are assumed.`,
  "owned-hardware": () => "Runs on accelerators that you own: their purchase is not counted, power and support are.",
  "owned-hardware-too-small": () =>
    "The accelerators that you own are too few or too small for it; others are priced in.",
  "one-replica-floor": () => "One replica would serve far more traffic; most of it stands idle.",
  "spare-replica": () => "One spare replica is counted for the uptime you asked.",
  "growth-adds-replicas": () => "Growth adds replicas before the end of the term.",
  "price-not-metered": () => "No metered price is published; a subscription or a quote is needed.",
  "tier-above": (a) => `Requests above ${count(a, "aboveInputTokens")} input tokens are billed at a higher tier.`,
  "more-tokens": (a) =>
    `Its tokenizer may make ${count(a, "percent")} % more tokens of the same text than you count; the high end of the bill holds them.`,
  "writes-more": (a) =>
    `It wrote ${count(a, "factor")} times as many tokens as others for the same tasks; the high end of the bill holds them.`,
  "purchase-price-old": (a) =>
    `The purchase price of ${count(a, "accelerator")} is that of ${a["priced"]}; today's may be anything from ${count(a, "low")} to ${count(a, "high")} USD.`,
  "support-unpriced": (a) =>
    `No price of ${count(a, "accelerator")} is published, so its support contract is not in the bill.`,
  reserved: (a) =>
    `${count(a, "percent")} % of the machines are reserved for a year or more; they are paid whether they work or not.`,
  "reserved-too-long": () => "A reservation would outlive the workload, so the machines are priced on demand.",
  "measured-case": () => "The speed was measured on this model, accelerator and engine.",
};

/** What the estimate itself has to say: cautions, and that somebody measured this very case. */
export function remarkReasons({ remarks }: Estimate): Reason[] {
  return remarks.map(({ code, args }) => ({
    kind: code === "measured-case" ? "for" : "caution",
    criterion: "tco",
    rule: `estimate.${code}`,
    text: SENTENCES[code](args),
    source: typeof args["source"] === "string" ? args["source"] : "estimate of the cost and size",
  }));
}
