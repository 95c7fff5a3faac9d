/** The first candidate of each model, in their order. */
export function bestOfEachModel(order: readonly number[], modelOf: (i: number) => string): number[] {
  const seen = new Set<string>();
  return order.filter((i) => {
    const fresh = !seen.has(modelOf(i));
    seen.add(modelOf(i));
    return fresh;
  });
}
