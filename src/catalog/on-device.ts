import type { AssumptionsFile } from "./schema/assumptions.ts";

/** Whether a model is small enough to be offered for users' devices. */
export const couldBeOnDevice = (
  { parameters: { totalB } }: { readonly parameters: { readonly totalB: number | null } },
  { onDevice }: Pick<AssumptionsFile, "onDevice">,
): boolean => totalB !== null && totalB <= onDevice.mostParametersB;
