import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { ROOT } from "../../src/root.ts";

const model = (name: string, alias: string) => `name: ${name}
weights: closed
license: proprietary
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
lifecycle: active
retires: null
successor: null
artifacts: null
evidence: []
aliases:
  modelsDev: acme/${alias}
  litellm: ${alias}
  openrouter: acme/${alias}
  piAi: acme/${alias}
  huggingface: null
  ollama: null
unverified: []
note: null
source: test
checked: 2026-06-01
`;

/** The provider's file, with what an import has to leave alone: comments, flow style, a future price, another endpoint. */
export const ACME = `# yaml-language-server: $schema=../../schema/provider.json
name: Acme
role: vendor
vendor: acme
jurisdiction: US
notServed: null
noticeDays: 30

endpoints:
  - id: api
    region: null
    processingIn: null
    trainsOnInputs: false
    retentionDays: 30
    zeroRetention: null
    certificates: null
    uptimePercent: null
    support: null
    fineTuning: null
    indemnity: null
    facts: []
    confidence: high
    source: test
    checked: 2026-06-01

offers:
  - model: acme/big
    endpoint: api
    providerModelId: acme-big-1
    inputUsdPerMtok: 4
    outputUsdPerMtok: 20
    batchInputUsdPerMtok: 2
    batchOutputUsdPerMtok: 10
    contextTokens: 200000
    until: 2026-12-31
    note: Introductory price.
    source: price page
    checked: 2026-06-01

  # The price after the introduction.
  - model: acme/big
    endpoint: api
    providerModelId: acme-big-1
    inputUsdPerMtok: 5
    outputUsdPerMtok: 25
    from: 2027-01-01
    source: price page
    checked: 2026-06-01

  - model: acme/small
    endpoint: api
    providerModelId: acme-small-1
    inputUsdPerMtok: 0.1
    outputUsdPerMtok: 0.5
    source: price page
    checked: 2026-10-20

# The end of the file stays as well.
note: null
source: test
checked: 2026-06-01
`;

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder that is removed after the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "advisor-test-"));
  made.push(folder);
  return folder;
}

/** A package root whose catalog has one provider and three models; the third, acme/new, is sold nowhere. */
export function smallCatalog(): string {
  const root = temporaryFolder();
  const catalog = join(root, "catalog");
  for (const name of ["vendors", "models/acme", "providers", "licenses"])
    mkdirSync(join(catalog, name), { recursive: true });
  for (const name of ["benchmarks", "assumptions", "taxonomy", "tasks", "defaults", "licenses/proprietary"])
    cpSync(join(ROOT, "catalog", `${name}.yaml`), join(catalog, `${name}.yaml`));
  const write = (path: string, text: string) => writeFileSync(join(catalog, path), text);
  write(
    "vendors/acme.yaml",
    "name: Acme\ncountry: US\neuCodeOfPractice: null\nline: active\nsource: test\nchecked: 2026-06-01\n",
  );
  write("models/acme/big.yaml", model("Big", "acme-big"));
  write("models/acme/small.yaml", model("Small", "acme-small"));
  write("models/acme/new.yaml", model("New", "acme-new"));
  write("providers/acme.yaml", ACME);
  return root;
}
