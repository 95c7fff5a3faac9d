import type { Catalog } from "../catalog/catalog.ts";
import { type Day, daysBetween } from "../quantity/day.ts";

/** A ranked candidate whose price was last read too long ago. */
export interface StalePrice {
  readonly id: string;
  /** Where the price was read. */
  readonly source: string;
  readonly checked: string;
  readonly ageDays: number;
}

interface Ranked {
  readonly id: string;
  readonly model: { readonly id: string };
  readonly deployment: {
    readonly kind: string;
    readonly provider: string | null;
    readonly endpoint: string | null;
    readonly hardware: { readonly accelerator: string; readonly region: string | null; readonly owned: boolean } | null;
  };
}

/** Those of `ranked` whose offers, rented instances or bought accelerators were read more than `days` before `today`. */
export function stalePrices(ranked: readonly Ranked[], catalog: Catalog, today: Day, days: number): StalePrice[] {
  return ranked.flatMap((candidate) => {
    const oldest = pricesOf(candidate, catalog, today).reduce<{ source: string; checked: string } | null>(
      (a, b) => (a === null || b.checked < a.checked ? b : a),
      null,
    );
    if (!oldest) return [];
    const ageDays = daysBetween(oldest.checked, today);
    return ageDays > days ? [{ id: candidate.id, ...oldest, ageDays }] : [];
  });
}

function pricesOf({ model, deployment }: Ranked, catalog: Catalog, today: Day): { source: string; checked: string }[] {
  const { kind, provider, endpoint, hardware } = deployment;
  if (hardware) {
    const accelerator = catalog.accelerators.find((a) => a.id === hardware.accelerator);
    const rows =
      kind === "cloud-gpu"
        ? (accelerator?.rental.filter((r) => r.cloud === provider && r.region === (hardware.region ?? r.region)) ?? [])
        : accelerator?.purchase && !hardware.owned
          ? [accelerator.purchase]
          : [];
    return rows.map(({ source, checked }) => ({ source, checked }));
  }
  const offers = catalog.providers.find((p) => p.id === provider)?.offers ?? [];
  return offers
    .filter((o) => o.model === model.id && o.endpoint === endpoint && (o.until === null || o.until >= today))
    .map(({ source, checked }) => ({ source, checked }));
}
