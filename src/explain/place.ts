import type { Candidate } from "../candidates/candidate.ts";
import type { Estimate } from "../estimate/estimate.ts";

/** How a candidate is run, to follow a verb: "through Mistral's own API", "on your own 2 × H100 80GB". */
export function placePhrase(candidate: Candidate, estimate: Estimate): string {
  const { kind, provider, endpoint, device } = candidate.deployment;
  const plan = estimate.hardware;
  const chips = plan ? `${plan.perReplica * plan.replicas} × ${chipName(plan.accelerator)}` : "accelerators";
  const name = provider?.name ?? candidate.model.maker.name;
  const region = endpoint && endpoint.id !== "api" ? ` (${endpoint.region ?? endpoint.id})` : "";
  switch (kind) {
    case "vendor-api":
      return `through the maker's own API (${name}${region ? `, ${endpoint?.region ?? endpoint?.id}` : ""})`;
    case "hosted-api":
      return `at ${name}${region}`;
    case "cloud-gpu":
      return `on ${chips} rented at ${name}${plan?.region ? ` (${plan.region})` : ""}`;
    case "on-premises":
      return plan?.owned ? `on your own ${chips}` : `on ${chips} in your own rooms`;
    case "edge":
      return `on the user's ${device ?? "device"}`;
    case "app":
      return `as a product people use by hand (${name})`;
  }
}

/** nvidia-h100-80gb-sxm → H100 80GB */
export function chipName(accelerator: string): string {
  return accelerator
    .replace(/^(nvidia|amd|generic)-/u, "")
    .replace(/-(sxm|pcie|nvl)$/u, "")
    .split("-")
    .map((w) =>
      /^\d+gb$/u.test(w) || /^[a-z]+\d/u.test(w) || w === "rtx"
        ? w.toUpperCase()
        : w.charAt(0).toUpperCase() + w.slice(1),
    )
    .join(" ");
}

/** "Claude Opus 5.5 at Amazon Bedrock (eu)": a model and where it runs, without a hardware plan. */
export function displayName({ model, deployment }: Candidate): string {
  const { kind, provider, endpoint, device } = deployment;
  const region = endpoint && endpoint.id !== "api" ? ` (${endpoint.region ?? endpoint.id})` : "";
  switch (kind) {
    case "vendor-api":
      return `${model.name} at ${provider?.name ?? model.maker.name}${region}`;
    case "hosted-api":
      return `${model.name} at ${provider?.name ?? "a host"}${region}`;
    case "cloud-gpu":
      return `${model.name} on rented accelerators at ${provider?.name ?? "a cloud"}`;
    case "on-premises":
      return `${model.name} on premises`;
    case "edge":
      return `${model.name} on a ${device ?? "device"}`;
    case "app":
      return `${model.name} as a product`;
  }
}
