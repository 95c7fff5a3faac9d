/** The library's face: pure functions over plain objects. */
export { type AdviseInput, advise } from "./advise.ts";
export type { Catalog, WholeCatalog } from "./catalog/catalog.ts";
export { loadCatalog, loadWholeCatalog } from "./catalog/load.ts";
export type { CheckResult } from "./check-result.ts";
export { readEvaluations } from "./estimate/evaluations.ts";
export type { SizeContext, SizeInput } from "./estimate/size-input.ts";
export { type Sizing, size } from "./estimate/sizing.ts";
export { Failure, type Problem } from "./failure.ts";
export { type RecheckInput, recheck } from "./recheck.ts";
export type { Recommendation } from "./recommendation.ts";
export { readLayers } from "./requirements/read-layers.ts";
export { settle } from "./requirements/settle.ts";
export { loadRules } from "./rules/load.ts";
export type { Rulebook } from "./rules/rulebook.ts";
