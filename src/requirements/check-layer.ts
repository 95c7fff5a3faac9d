import { check } from "../yaml/check.ts";
import type { Layer } from "./layer.ts";
import { requirementsLayer } from "./schema.ts";

/** @throws Failure with every problem of the layer, at its place */
export function checkLayer(layer: Layer): void {
  check(requirementsLayer, layer.value, layer.locate);
}
