import type { Requirements } from "./requirements.ts";

/** Settled requirements as a requirements file: what is unknown is null, which such a file allows. */
export function settledFile({
  organization,
  workloads,
  priorities,
  prioritiesDoubt,
  evaluations,
  check,
  plan,
  assumptions,
}: Requirements) {
  return {
    schema: "advisor-requirements/1",
    organization,
    workloads,
    priorities,
    ...(prioritiesDoubt === undefined ? {} : { prioritiesDoubt }),
    ...(evaluations.length > 0 ? { evaluations } : {}),
    ...(Object.keys(assumptions).length > 0 ? { assumptions } : {}),
    ...(check === null ? {} : { check }),
    ...(plan === null ? {} : { plan }),
  };
}
