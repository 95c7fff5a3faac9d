import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What may differ between two days. */
export interface AcmeWorld {
  readonly name?: string;
  readonly license?: string;
  readonly lifecycle?: string;
  readonly retires?: string | null;
  readonly successor?: string | null;
  readonly score?: number;
  readonly evidenceDate?: string;
  readonly inputUsdPerMtok?: number;
  readonly retentionDays?: number | null;
  readonly processingIn?: string;
  readonly until?: string | null;
  readonly checked?: string;
  readonly weights?: string;
  readonly noEvidence?: boolean;
  readonly source?: string;
}

const q = (x: unknown): string => JSON.stringify(x);

/**
 * Lays a maker with two closed models and one service, all of it invented, over the catalog: a world whose every term a test can move.
 * Rocket is by far the best and the cheapest; Rocket Mini comes second.
 */
export function acme(dir: string, w: AcmeWorld = {}): string {
  rmSync(dir, { recursive: true, force: true });
  for (const folder of ["vendors", "models/acme", "providers"]) mkdirSync(join(dir, folder), { recursive: true });
  const model = (name: string, score: number, patch: AcmeWorld) => `name: ${q(name)}
weights: ${patch.weights ?? "closed"}
license: ${patch.license ?? "proprietary"}
architecture: null
traits: []
parameters: {totalB: null, activeB: null}
geometry: null
modalities: {in: [text], out: [text]}
tasks: [chat]
contextTokens: 200000
maxOutputTokens: 8000
knowledgeCutoff: null
released: "2026-01-15"
lifecycle: ${patch.lifecycle ?? "active"}
retires: ${q(patch.retires ?? null)}
successor: ${q(patch.successor ?? null)}
artifacts: null
evidence: ${
    patch.noEvidence
      ? "[]"
      : `
  - {benchmark: arena-text, score: ${score}, low: null, high: null, date: "${patch.evidenceDate ?? "2026-11-01"}", variant: null, conditions: null, kind: independent, source: ${q(patch.source ?? "test")}, url: null}`
  }
aliases: {modelsDev: null, litellm: null, openrouter: null, piAi: null, huggingface: null, ollama: null}
unverified: []
note: null
source: ${q(patch.source ?? "test")}
checked: 2026-11-20
`;
  const offer = (id: string, usd: number, until: string | null) => `
  - model: acme/${id}
    endpoint: eu
    providerModelId: null
    inputUsdPerMtok: ${usd}
    outputUsdPerMtok: ${usd}
    contextTokens: 200000
    until: ${q(until)}
    source: ${q(w.source ?? "test")}
    checked: ${w.checked ?? "2026-11-20"}`;
  const file = (path: string, text: string) => writeFileSync(join(dir, path), text);
  file(
    "vendors/acme.yaml",
    `name: Acme\ncountry: DE\neuCodeOfPractice: signed\nline: active\nsource: test\nchecked: "2026-11-20"\n`,
  );
  file("models/acme/rocket.yaml", model(w.name ?? "Rocket", w.score ?? 1550, w));
  file("models/acme/rocket-mini.yaml", model("Rocket Mini", 1540, {}));
  file(
    "providers/acme.yaml",
    `name: Acme Cloud
role: vendor
vendor: acme
jurisdiction: DE
notServed: []
noticeDays: 180

endpoints:
  - id: eu
    region: eu
    processingIn: ${w.processingIn ?? "[DE]"}
    trainsOnInputs: false
    retentionDays: ${w.retentionDays === undefined ? 0 : w.retentionDays}
    zeroRetention: default
    certificates: [soc2-type2, iso-27001]
    uptimePercent: 99.9
    support: enterprise-sla
    fineTuning: light-fine-tuning
    indemnity: true
    facts: []
    confidence: high
    source: ${q(w.source ?? "Acme: terms of service")}
    checked: 2026-11-20

offers:${offer("rocket", w.inputUsdPerMtok ?? 1, w.until ?? null)}${offer("rocket-mini", 1.5, null)}
source: test
checked: 2026-11-20
`,
  );
  return dir;
}

export const ROCKET = "acme/rocket@acme/eu";
export const MINI = "acme/rocket-mini@acme/eu";
