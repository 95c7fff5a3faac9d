import { grouped } from "../quantity/format.ts";
import type { RankedCandidate, Reason, WorkloadResult } from "../recommendation.ts";
import { type DeploymentKind, REGULATIONS, type Regulation } from "../vocabulary.ts";

/** The labels of every format. Reasons, summaries and questions arrive as sentences; these are the words around them. */

type Verdict = WorkloadResult["verdict"];

export const VERDICT: Readonly<Record<Verdict, string>> = {
  robust: "Robust",
  clear: "Clear, not certain",
  "close-call": "A close call",
  "no-candidate": "Nothing passes every condition",
};

export const REASON_KIND: Readonly<Record<Reason["kind"], string>> = {
  for: "for",
  against: "against",
  caution: "caution",
  obligation: "duty",
};
/** Heading of what holds for every candidate that is reasoned about. */
export const IN_COMMON = ["In any case", "In any case", "Either way", "The same for all three"] as const;
export const REASON_KINDS = ["for", "against", "caution", "obligation"] as const satisfies readonly Reason["kind"][];

/** What a criterion's starting value says in favour, when it is all there is to say. */
export const STRENGTH: Readonly<Record<"performance" | "tco", string>> = {
  performance: "good quality",
  tco: "low cost",
};

const REGULATION: Readonly<Record<Regulation, string>> = {
  gdpr: "GDPR",
  hipaa: "HIPAA",
  "pci-dss": "PCI DSS",
  glba: "GLBA",
  "fedramp-moderate": "FedRAMP Moderate",
  "fedramp-high": "FedRAMP High",
  pipl: "PIPL",
  itar: "ITAR",
  "eu-ai-act-high-risk": "EU AI Act, high risk",
  sox: "SOX",
};
export const regulationName = (id: string): string =>
  (REGULATIONS as readonly string[]).includes(id) ? REGULATION[id as Regulation] : id;

/** `the EU`, `the US`, `DE` */
export const countryName = (code: string): string => (["EU", "US", "UK"].includes(code) ? `the ${code}` : code);

/** `1 way`, `2 ways` */
export const counted = (n: number, one: string, many = `${one}s`): string => `${grouped(n)} ${n === 1 ? one : many}`;

/** What happens when a route's candidate does not answer. */
export function fallbackWords({ fallback, failClosed }: { fallback: string | null; failClosed: boolean }): string {
  return fallback ? `fallback ${fallback}` : failClosed ? "no fallback: it stops" : "no fallback";
}

type Deployment = RankedCandidate["deployment"];

/** Where a candidate runs, in as few words as tell it apart: `amazon-bedrock · eu`, `on-premises · 2×H100 (yours)`. */
export function runs({ deployment, model }: Pick<RankedCandidate, "deployment" | "model">): string {
  const endpoint = deployment.endpoint && deployment.endpoint !== "api" ? deployment.endpoint : null;
  const provider = deployment.providerName ?? deployment.provider;
  const machines = machinesOf(deployment.hardware);
  const parts: Readonly<Record<DeploymentKind, readonly (string | null)[]>> = {
    "vendor-api": [`${model.vendor} API`, endpoint],
    "hosted-api": [provider ?? "a host", endpoint],
    "cloud-gpu": [provider ? `rented at ${provider}` : "rented", machines, deployment.hardware?.region ?? null],
    "on-premises": ["on-premises", machines],
    edge: ["on the device", endpoint ?? provider],
    app: ["app", endpoint ?? provider],
  };
  return parts[deployment.kind].filter((p) => p !== null).join(" · ");
}

function machinesOf(hardware: Deployment["hardware"]): string | null {
  if (!hardware) return null;
  return `${hardware.perReplica * hardware.replicas}×${chip(hardware.accelerator)}${hardware.owned ? " (yours)" : ""}`;
}

/** `2 replicas of 4 × nvidia-h100-80gb-sxm, fp8, vllm` */
export function hardwareInFull(hardware: Deployment["hardware"]): string | null {
  if (!hardware) return null;
  const replicas = hardware.replicas === 1 ? "" : `${hardware.replicas} replicas of `;
  const owned = hardware.owned ? ", yours" : "";
  return `${replicas}${hardware.perReplica} × ${hardware.accelerator} (${hardware.quantization}, ${hardware.engine}${owned})`;
}

/** nvidia-h100-80gb-sxm → H100; the memory stays in the full name. */
export function chip(accelerator: string): string {
  return accelerator
    .split("-")
    .filter(
      (w, n) =>
        !(n === 0 && /^(?:nvidia|amd|apple|intel|google|aws|huawei|generic)$/u.test(w)) &&
        !/^(?:\d+gb|sxm|pcie|nvl)$/u.test(w),
    )
    .map((w) =>
      /\d/u.test(w) || w === "rtx" || w === "tpu" ? w.toUpperCase() : w.charAt(0).toUpperCase() + w.slice(1),
    )
    .join(" ");
}

/** What a reader must know about a model's life before anything else. */
export function lifeNote({ lifecycle, retires }: RankedCandidate["model"]): string | null {
  if (retires) return `retires ${retires}`;
  return lifecycle === "active" || lifecycle === "" ? null : lifecycle;
}

/** The strongest reasons for a candidate in a few words each: the titles of their rules. */
export function because(candidate: RankedCandidate, count = 2): string[] {
  const words: string[] = [];
  for (const reason of candidate.reasons) {
    if (reason.kind !== "for") continue;
    const said = shortReason(candidate, reason);
    if (!words.includes(said)) words.push(said);
    if (words.length === count) break;
  }
  return words;
}

function shortReason(candidate: RankedCandidate, reason: Reason): string {
  const terms = (reason.criterion && candidate.criteria[reason.criterion]?.terms) ?? [];
  const starts = terms[0]?.rule === reason.rule;
  if (starts && (reason.criterion === "performance" || reason.criterion === "tco")) return STRENGTH[reason.criterion];
  const title = terms.find((t) => t.rule === reason.rule)?.title;
  return uncapital((title ?? firstClause(reason.text)).replace(/[.\s]+$/u, ""));
}

const firstClause = (text: string): string =>
  text.split(/[;:(]|\. | – | because |, (?:so|which|that|since|where|who) /u)[0]?.trim() ?? text;

/** `Nothing leaves` → `nothing leaves`, but `API`, `EU` and `Apache-2.0` stay. */
function uncapital(text: string): string {
  const [word = ""] = text.split(/[\s,]/u, 1);
  const rest = word.slice(1);
  const common = rest === rest.toLowerCase() && !/[\d.-]/u.test(rest);
  return common ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
