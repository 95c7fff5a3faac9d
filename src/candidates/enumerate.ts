import type { Catalog, Model, Offer, Provider } from "../catalog/catalog.ts";
import { couldBeOnDevice } from "../catalog/on-device.ts";
import { withMembers } from "../quantity/country.ts";
import type { Organization, Workload } from "../requirements/requirements.ts";
import type { Candidate, Deployment } from "./candidate.ts";

/** Every way to run every model of the catalog, sorted by id. Nothing is judged here. */
export function enumerate(catalog: Catalog, organization: Organization, workload: Workload): Candidate[] {
  const byId = new Map(catalog.models.map((m) => [m.id, m]));
  const places = placesToRun(catalog, organization, workload);
  const ways = new Map<string, Candidate[]>();
  const add = (candidate: Candidate): void => {
    const known = ways.get(candidate.model.id);
    if (known) known.push(candidate);
    else ways.set(candidate.model.id, [candidate]);
  };
  for (const provider of catalog.providers) {
    for (const [key, offers] of sold(provider)) {
      const model = byId.get(offers[0]?.model ?? "");
      const endpoint = provider.endpoints.find((e) => e.id === key.slice(key.indexOf("@") + 1));
      if (!model || !endpoint) continue;
      const product = provider.role === "product";
      const place = product ? `app/${provider.id}` : `${provider.id}/${endpoint.id}`;
      const own = provider.vendor === model.vendor;
      const id = `${model.id}@${place}`;
      add({
        id,
        model,
        deployment: {
          kind: product ? "app" : own ? "vendor-api" : "hosted-api",
          // An offer with terms of its own is a place of its own.
          place: offers.some((o) => o.terms !== undefined) ? id : `${place}${own ? " (own)" : ""}`,
          operator: own || product ? "vendor" : "third-party",
          provider,
          endpoint,
          offers,
          operatorJurisdiction: provider.jurisdiction,
          processingIn: endpoint.processingIn,
          device: null,
        },
      });
    }
  }
  for (const model of catalog.models) {
    if (model.weights === "closed") {
      if (!ways.has(model.id)) add(unlisted(model, catalog.providers.find((p) => p.vendor === model.vendor) ?? null));
      continue;
    }
    for (const place of places) {
      if (place.deployment.kind === "edge" && !couldBeOnDevice(model, catalog.assumptions)) continue;
      add({ id: `${model.id}@${place.deployment.place}`, model, deployment: place.deployment });
    }
  }
  // Model by model: a few short lists are sorted sooner than a long one.
  return [...ways]
    .map(([id, list]): [string, Candidate[]] => [`${id}@`, list])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, list]) => list.sort((a, b) => (a.id < b.id ? -1 : 1)));
}

/** The same candidates where the organization or its data are elsewhere: what it runs itself stands in other places. */
export function moved(
  candidates: readonly Candidate[],
  catalog: Catalog,
  organization: Organization,
  workload: Workload,
): Candidate[] {
  const places = placesToRun(catalog, organization, workload);
  const byPlace = new Map(places.map(({ deployment }) => [deployment.place, deployment]));
  return candidates.map((c) => {
    const deployment = c.deployment.operator === "self" ? byPlace.get(c.deployment.place) : undefined;
    return deployment ? { ...c, deployment } : c;
  });
}

/** Where the organization or its users can run an open model. */
function placesToRun(catalog: Catalog, organization: Organization, workload: Workload): Place[] {
  const clouds = catalog.providers.filter((p) => p.role === "gpu-cloud");
  return [
    ...clouds.map((cloud) => cloudPlace(cloud, workload)),
    ownPlace(organization, workload),
    ...(["phone", "laptop", "workstation"] as const).map((d) => devicePlace(d, organization)),
  ];
}

/** A closed model of which no price is listed is still the maker's to sell, or was. */
function unlisted(model: Model, provider: Provider | null): Candidate {
  const product = provider?.role === "product";
  return {
    id: `${model.id}@${product ? `app/${provider.id}` : `${provider?.id ?? model.vendor}/api`}`,
    model,
    deployment: {
      kind: product ? "app" : "vendor-api",
      place: `${provider?.id ?? model.vendor} (unlisted)`,
      operator: "vendor",
      provider,
      endpoint: provider?.endpoints.find((e) => e.id === "api") ?? null,
      offers: [],
      operatorJurisdiction: provider?.jurisdiction ?? null,
      processingIn: null,
      device: null,
    },
  };
}

interface Place {
  readonly deployment: Deployment;
}

/** Offers by model and endpoint, in the order of the file. */
function sold(provider: Provider): Map<string, Offer[]> {
  const groups = new Map<string, Offer[]>();
  for (const offer of provider.offers) {
    const key = `${offer.model}@${offer.endpoint}`;
    const group = groups.get(key);
    if (group) group.push(offer);
    else groups.set(key, [offer]);
  }
  return groups;
}

/** On a GPU cloud the tenant chooses the region: those that residency allows, where there are any. */
function cloudPlace(cloud: Provider, workload: Workload): Place {
  const all = [...new Set(cloud.regions.map((r) => r.country))];
  const allowed = withMembers(workload.data.residency);
  const fitting = all.filter((c) => allowed.includes(c));
  return {
    deployment: {
      kind: "cloud-gpu",
      place: `cloud-gpu/${cloud.id}`,
      operator: "self",
      provider: cloud,
      endpoint: cloud.endpoints[0] ?? null,
      offers: [],
      operatorJurisdiction: cloud.jurisdiction,
      processingIn: fitting.length > 0 ? fitting : all.length > 0 ? all : null,
      device: null,
    },
  };
}

/** Own rooms stand where the organization is; where residency names other countries, it has to say where its rooms are. */
function ownPlace(organization: Organization, workload: Workload): Place {
  const home = organization.jurisdiction;
  const { residency } = workload.data;
  const athome = home !== null && (residency.length === 0 || withMembers(residency).includes(home));
  const rooms = athome ? [home] : home === null && residency.length > 0 ? residency : null;
  return {
    deployment: {
      kind: "on-premises",
      place: "on-premises",
      operator: "self",
      provider: null,
      endpoint: null,
      offers: [],
      operatorJurisdiction: home,
      processingIn: rooms,
      device: null,
    },
  };
}

function devicePlace(device: NonNullable<Deployment["device"]>, organization: Organization): Place {
  return {
    deployment: {
      kind: "edge",
      place: `edge/${device}`,
      operator: "self",
      provider: null,
      endpoint: null,
      offers: [],
      operatorJurisdiction: organization.jurisdiction,
      processingIn: organization.usersIn ?? (organization.jurisdiction === null ? null : [organization.jurisdiction]),
      device,
    },
  };
}
