import type { Model } from "../catalog/catalog.ts";
import { assumedGeometry } from "./assumed-geometry.ts";
import { type Shape, shapeOf } from "./shape.ts";

/**
 * The shape of a catalog model: from its published configuration, else guessed from its parameters (`assumed`), else null.
 * `kvFactor` scales the guessed cache per token.
 */
export function modelShape(model: Pick<Model, "geometry" | "parameters">, kvFactor: number): Shape | null {
  const { geometry, parameters } = model;
  if (geometry) return shapeOf(geometry, parameters, false);
  const { totalB, activeB } = parameters;
  if (totalB === null) return null;
  return shapeOf(assumedGeometry({ totalB, activeB }, kvFactor), { totalB, activeB: activeB ?? null }, true);
}
