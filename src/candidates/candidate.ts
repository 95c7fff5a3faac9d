import type { Endpoint, Model, Offer, Provider } from "../catalog/catalog.ts";
import type { Country } from "../quantity/country.ts";
import type { DeploymentKind } from "../vocabulary.ts";

/** A way to run a model. Nothing here judges it. */
export interface Deployment {
  readonly kind: DeploymentKind;
  /** Deployments of one place share everything but what is sold there. */
  readonly place: string;
  /** Who runs the inference: the maker, somebody else, or the organization itself. */
  readonly operator: "vendor" | "third-party" | "self";
  /** The seller; for `cloud-gpu` the cloud whose accelerators are rented; null on own hardware and devices. */
  readonly provider: Provider | null;
  readonly endpoint: Endpoint | null;
  /** Every dated price of this candidate, all time bands. Empty where nothing is metered. */
  readonly offers: readonly Offer[];
  readonly operatorJurisdiction: Country | null;
  /** Countries in which processing may happen; `anywhere`; null = not known. */
  readonly processingIn: readonly string[] | null;
  /** Edge: the class of device. */
  readonly device: "phone" | "laptop" | "workstation" | null;
}

export interface Candidate {
  /** `<vendor>/<model>@<place>`, stable while traffic, prices and hardware plans change. */
  readonly id: string;
  readonly model: Model;
  readonly deployment: Deployment;
}
