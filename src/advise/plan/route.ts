import type { Catalog } from "../../catalog/catalog.ts";
import { fill, sourceOf } from "../../explain/fill.ts";
import { displayName } from "../../explain/place.ts";
import { conditionText } from "../../explain/portfolio-words.ts";
import { notesOn } from "../../explain/workload-view.ts";
import type { PortfolioRoute, Served } from "../../portfolio.ts";
import type { Note, Rulebook } from "../../rules/rulebook.ts";
import type { Fallback } from "./fallback.ts";
import type { Entrant, Field } from "./field.ts";
import { isClosed } from "./lots.ts";

/** What a gateway, an operator and a reader have to know of one share of the traffic and of who serves it. */
export function routeOf(
  field: Field,
  primary: Entrant,
  { entrant: second, whyNone }: Fallback,
  finalists: readonly Entrant[],
  rulebook: Rulebook,
  catalog: Catalog,
): PortfolioRoute {
  const { lot } = field;
  const { workload: w, of, traffic, share } = lot;
  const label = traffic === "ordinary" ? "ordinary" : null;
  return {
    id: lot.id,
    workload: of.id,
    title: of.title,
    traffic,
    share,
    condition: {
      text: conditionText(lot),
      sensitivity: w.data.sensitivity,
      regulations: [...w.data.regulations],
      residency: [...w.data.residency],
      task: w.task,
      languages: [...w.languages],
      mostTokens: w.contextTokens,
      label,
    },
    requestsPerDay: w.traffic.requestsPerDay,
    inputTokens: w.traffic.inputTokens,
    outputTokens: w.traffic.outputTokens,
    candidate: primary.id,
    fallback: second?.id ?? null,
    failClosed: isClosed(lot),
    primary: servedBy(primary, catalog),
    second: second && servedBy(second, catalog),
    secondScore: second?.score ?? null,
    finalists: finalists.map((e) => servedBy(e, catalog)),
    whyNoFallback: whyNone,
    score: primary.score,
    usdPerMonth: primary.subject.estimate.usdPerMonth ?? { low: 0, likely: 0, high: 0 },
    meteredUsdPerMonth: primary.sharing.metered?.usdPerMonth ?? null,
    evaluation: lot.id,
    obligations: obligationsOf(field, primary, rulebook),
  };
}

function servedBy({ id, subject }: Entrant, { accelerators }: Catalog): Served {
  const { model, deployment } = subject.candidate;
  const { hardware } = subject.estimate;
  return {
    id,
    name: displayName(subject.candidate),
    model: { id: model.id, name: model.name, vendor: model.maker.name, weights: model.weights, license: model.license },
    deployment: {
      kind: deployment.kind,
      operator: deployment.operator,
      provider: deployment.provider?.id ?? null,
      endpoint: deployment.endpoint?.id ?? null,
      region: deployment.endpoint?.region ?? null,
      processingIn: deployment.processingIn === null ? null : [...deployment.processingIn],
      device: deployment.device,
      hardware: hardware && {
        ...hardware,
        perNode: accelerators.find((a) => a.id === hardware.accelerator)?.maxPerNode ?? hardware.perReplica,
      },
    },
  };
}

/** Rules about two routes side by side that speak to their keeper. */
const OF_A_SPLIT: readonly string[] = ["hybrid.fail-closed"];

function obligationsOf({ lot, decision }: Field, { index, subject }: Entrant, rulebook: Rulebook) {
  const ofSplit =
    lot.traffic === "all"
      ? []
      : rulebook.rules.filter((r): r is Note => OF_A_SPLIT.includes(r.id) && r.kind === "note");
  const own = (notesOn(rulebook, decision, [index])[0] ?? []).filter((n) => n.tone === "obligation");
  return [...ofSplit, ...own].map((n) => ({
    rule: n.id,
    text: fill(n.because, subject),
    source: sourceOf(n.cite, subject),
  }));
}
