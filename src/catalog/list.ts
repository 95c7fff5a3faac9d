import type { Day } from "../quantity/day.ts";
import type { DeploymentKind } from "../vocabulary.ts";
import type { WholeCatalog } from "./catalog.ts";
import { type Aliases, NO_ALIASES, offerAliases } from "./offer-aliases.ts";

type Model = WholeCatalog["models"][number];
type Provider = WholeCatalog["providers"][number];
type Offer = Provider["offers"][number];

export const LIST_KINDS = ["models", "offers", "providers", "accelerators", "licenses", "benchmarks"] as const;
export type ListKind = (typeof LIST_KINDS)[number];

/** One entry as it is listed; every key is present, unknown is null. */
export type ListRow = Readonly<Record<string, unknown>> & { readonly id: string };

/** Every entry of one kind, sorted by id. Nothing is left out by date: past and announced prices and retired models are rows too. */
export function listRows(catalog: WholeCatalog, kind: ListKind, today: Day): ListRow[] {
  return ROWS[kind](catalog, today).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

const ROWS: Readonly<Record<ListKind, (catalog: WholeCatalog, today: Day) => ListRow[]>> = {
  models: (catalog) => {
    const offers = countBy(catalog.providers.flatMap((p) => p.offers.map((o) => o.model)));
    return catalog.models.map((m) => ({
      id: m.id,
      name: m.name,
      vendor: makerOf(catalog, m).name,
      origin: makerOf(catalog, m).country,
      weights: m.weights,
      license: m.license,
      architecture: m.architecture,
      traits: m.traits,
      parametersTotalB: m.parameters.totalB,
      parametersActiveB: m.parameters.activeB,
      modalities: m.modalities,
      tasks: m.tasks,
      contextTokens: m.contextTokens,
      maxOutputTokens: m.maxOutputTokens,
      knowledgeCutoff: m.knowledgeCutoff,
      released: m.released,
      lifecycle: m.lifecycle,
      retires: m.retires,
      successor: m.successor,
      geometry: m.geometry !== null,
      offers: offers.get(m.id) ?? 0,
      evidence: m.evidence.length,
      checked: m.checked,
      source: m.source,
      aliases: m.aliases,
    }));
  },
  offers: (catalog, today) => {
    const models = new Map(catalog.models.map((m) => [m.id, m]));
    return catalog.providers.flatMap((p) => p.offers.map((o) => offerRow(p, o, models.get(o.model), today)));
  },
  providers: (catalog) =>
    catalog.providers.map((p) => {
      const [main] = p.endpoints;
      const places = p.endpoints.flatMap((e) => e.processingIn ?? []);
      return {
        id: p.id,
        name: p.name,
        role: p.role,
        jurisdiction: p.jurisdiction,
        kinds: kindsOf(p, catalog),
        endpoints: p.endpoints.map((e) => e.id),
        offers: p.offers.length,
        processingIn: places.length > 0 ? [...new Set(places)].sort() : null,
        trainsOnInputs: main?.trainsOnInputs ?? null,
        retentionDays: main?.retentionDays ?? null,
        zeroRetention: main?.zeroRetention ?? null,
        certificates: main?.certificates ?? null,
        noticeDays: p.noticeDays,
        uptimePercent: main?.uptimePercent ?? null,
        checked: p.checked,
        source: p.source,
      };
    }),
  accelerators: (catalog) =>
    catalog.accelerators.map((a) => ({
      id: a.id,
      name: a.name,
      vendor: a.vendor,
      memoryGB: a.memoryGB,
      bandwidthGBps: a.bandwidthGBps,
      tflops: a.tflops,
      usdPerHour: a.rental.map((r) => ({
        cloud: r.cloud,
        region: r.region,
        devices: r.devices,
        term: r.term,
        usdPerHour: r.usdPerHour,
        usdPerDeviceHour: r.usdPerHour / r.devices,
        spotUsdPerHour: r.spotUsdPerHour,
        date: r.checked,
        source: r.source,
      })),
      usdPurchase: a.purchase?.usd.likely ?? null,
      watts: a.watts,
      maxPerNode: a.maxPerNode,
      edgeClass: a.edgeClass,
      checked: a.checked,
      source: a.source,
    })),
  licenses: (catalog) => {
    const models = countBy(catalog.models.map((m) => m.license));
    return catalog.licenses.map((l) => ({
      id: l.id,
      name: l.name,
      osi: l.osi,
      commercial: l.commercial,
      derivatives: l.derivatives,
      redistributeDerivatives: l.redistributeDerivatives,
      outputsMayTrain: l.outputsMayTrain,
      caps: l.caps,
      excludedRegions: l.excludedRegions,
      attribution: l.attribution,
      obligations: l.obligations,
      confidence: l.confidence,
      models: models.get(l.id) ?? 0,
      checked: l.checked,
      source: l.source,
    }));
  },
  benchmarks: (catalog) => {
    const results = catalog.models.flatMap((m) => m.evidence);
    return Object.entries(catalog.benchmarks.benchmarks).map(([id, b]) => {
      const dates = results.flatMap((e) => (e.benchmark === id ? [e.date] : []));
      return {
        id,
        name: b.name,
        unit: b.unit,
        higherIsBetter: b.higherIsBetter,
        kind: b.kind,
        tasks: Object.keys(b.tasks),
        url: b.url,
        rows: dates.length,
        newest: dates.sort().at(-1) ?? null,
        checked: b.checked,
        source: b.source,
      };
    });
  },
};

function offerRow(p: Provider, o: Offer, model: Model | undefined, today: Day): ListRow {
  const endpoint = p.endpoints.find((e) => e.id === o.endpoint);
  const candidate = `${o.model}@${p.role === "product" ? `app/${p.id}` : `${p.id}/${o.endpoint}`}`;
  const from = o.from ?? model?.released ?? "release";
  const own = endpoint && (o.endpoint === "api" || o.endpoint === endpoint.region) ? null : o.endpoint;
  return {
    id: `${candidate}${o.band ? `/${o.band.name.replaceAll(" ", "-")}` : ""}#${from}`,
    candidate,
    model: o.model,
    provider: p.id,
    providerModelId: o.providerModelId,
    kind: kindOf(p, o),
    endpoint: o.band?.name ?? own,
    region: endpoint?.region ?? null,
    processingIn: endpoint?.processingIn ?? null,
    inputUsdPerMtok: o.inputUsdPerMtok,
    outputUsdPerMtok: o.outputUsdPerMtok,
    cachedInputUsdPerMtok: o.cachedInputUsdPerMtok,
    cacheWriteUsdPerMtok: o.cacheWriteUsdPerMtok,
    batchInputUsdPerMtok: o.batchInputUsdPerMtok,
    batchOutputUsdPerMtok: o.batchOutputUsdPerMtok,
    tiers: o.tiers,
    perImageUsd: o.perImageUsd,
    perSecondUsd: o.perSecondUsd,
    perMinuteUsd: o.perMinuteUsd,
    perMillionCharactersUsd: o.perMillionCharactersUsd,
    otherPrice: o.otherPrice,
    contextTokens: o.contextTokens,
    maxOutputTokens: o.maxOutputTokens,
    from: o.from,
    until: o.until,
    current: (o.from === null || o.from <= today) && (o.until === null || o.until >= today),
    checked: o.checked,
    source: o.source,
    aliases: model ? offerAliases(p, o, model.aliases as Aliases, model.id) : NO_ALIASES,
  };
}

function kindOf(p: Provider, o: Offer): DeploymentKind {
  if (p.role === "product") return "app";
  return p.vendor === o.model.slice(0, o.model.indexOf("/")) ? "vendor-api" : "hosted-api";
}

function kindsOf(p: Provider, catalog: WholeCatalog): DeploymentKind[] {
  const kinds = new Set<DeploymentKind>(p.offers.map((o) => kindOf(p, o)));
  if (p.role === "gpu-cloud" || catalog.accelerators.some((a) => a.rental.some((r) => r.cloud === p.id)))
    kinds.add("cloud-gpu");
  if (kinds.size === 0) kinds.add(p.role === "product" ? "app" : p.role === "vendor" ? "vendor-api" : "hosted-api");
  return [...kinds].sort();
}

function makerOf(catalog: WholeCatalog, m: Model) {
  return catalog.vendors[m.id.slice(0, m.id.indexOf("/"))] ?? { name: m.id.slice(0, m.id.indexOf("/")), country: null };
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
