import { spoken } from "../quantity/format.ts";
import type { Organization, Requirements, Workload } from "../requirements/requirements.ts";
import { CUSTOMIZATIONS, DEPLOYMENT_KINDS, QUALITY_LEVELS, SENSITIVITIES, SUPPORTS } from "../vocabulary.ts";

/** A requirement that might have been answered otherwise; what one is (a task, a sector, a country) is no such answer. */
export interface Answerable {
  /** Key of `advisor.yaml`, below a workload unless it begins with `organization`. */
  readonly path: string;
  readonly at: (r: Requirements, n: number) => unknown;
  /** The other answers, given the one now. */
  readonly others: (now: never) => readonly unknown[];
  readonly changed: (r: Requirements, n: number, value: never) => Requirements;
  /** After "If". */
  readonly ifWords: (value: never) => string;
  /** After "now". */
  readonly nowWords: (value: never) => string;
}

interface Words<T> {
  readonly others: (now: T) => readonly T[];
  readonly ifWords: (value: T) => string;
  readonly nowWords: (value: T) => string;
}

const at =
  <T>(path: string, read: (w: Workload) => T, write: (w: Workload, value: T) => Workload) =>
  (words: Words<T>): Answerable => ({
    path,
    at: (r, n) => read(r.workloads[n] as Workload),
    changed: (r, n, value: T) => ({ ...r, workloads: r.workloads.map((w, i) => (i === n ? write(w, value) : w)) }),
    ...words,
  });

const ofWorkload = <K extends keyof Workload>(key: K) =>
  at(
    key,
    (w) => w[key],
    (w, value: Workload[K]) => ({ ...w, [key]: value }),
  );

const ofPart = <P extends "data" | "latency" | "license" | "budget", K extends keyof Workload[P]>(part: P, key: K) =>
  at(
    `${part}.${String(key)}`,
    (w) => w[part][key],
    (w, value: Workload[P][K]) => ({ ...w, [part]: { ...w[part], [key]: value } }),
  );

const ofOrganization =
  <K extends keyof Organization>(key: K) =>
  (words: Words<Organization[K]>): Answerable => ({
    path: `organization.${key}`,
    at: (r) => r.organization[key],
    changed: (r, _, value: Organization[K]) => ({ ...r, organization: { ...r.organization, [key]: value } }),
    ...words,
  });

const listed = (list: readonly string[] | null): string => (list?.length ? list.join(", ") : "none");
/** None of them, and all but each one; nothing where it is not known. */
const without = <T>(list: readonly T[] | null): T[][] =>
  list?.length ? [[], ...(list.length > 1 ? list.map((x) => list.filter((y) => y !== x)) : [])] : [];
const isOrNot = (yes: string, no: string) => (value: boolean | null) => (value === null ? UNKNOWN : value ? yes : no);
const UNKNOWN = "not known";
const flipped = (now: boolean | null): readonly boolean[] => (now === null ? [true, false] : [!now]);
const dropped = (now: number | null): readonly null[] => (now === null ? [] : [null]);
/** `light-fine-tuning` → "light fine tuning" */
const LIFETIMES = [6, 12, 24, 36, 60];
const PEOPLE = [0, 1, 3];

export const ANSWERABLES: readonly Answerable[] = [
  ofPart(
    "data",
    "sensitivity",
  )({
    others: () => SENSITIVITIES,
    ifWords: (v) => `the data were ${v}`,
    nowWords: (v) => v ?? UNKNOWN,
  }),
  ofPart(
    "data",
    "regulations",
  )({
    others: without,
    ifWords: (v) => `${v.length === 0 ? "no regulation" : `only ${listed(v)}`} applied to the data`,
    nowWords: listed,
  }),
  ofPart(
    "data",
    "residency",
  )({
    others: (now) => (now?.length ? [[]] : []),
    ifWords: (v) => `data might be processed ${v.length === 0 ? "anywhere" : `only in ${listed(v)}`}`,
    nowWords: (v) => (v.length === 0 ? "anywhere" : `only in ${listed(v)}`),
  }),
  ofPart(
    "data",
    "zeroRetention",
  )({
    others: flipped,
    ifWords: isOrNot("nobody might keep a prompt", "prompts might be kept"),
    nowWords: isOrNot("nobody may", "they may"),
  }),
  ofPart(
    "data",
    "airGapped",
  )({
    others: flipped,
    ifWords: isOrNot("no network led out", "a network led out"),
    nowWords: isOrNot("none does", "one does"),
  }),
  ofWorkload("quality")({
    others: () => QUALITY_LEVELS,
    ifWords: (v) => `${v} quality were asked`,
    nowWords: String,
  }),
  ofWorkload("customization")({
    others: () => CUSTOMIZATIONS,
    ifWords: (v) => `${v === "none" ? "no customization" : spoken(v)} were wanted`,
    nowWords: spoken,
  }),
  ofWorkload("deployments")({
    others: (now) => [
      DEPLOYMENT_KINDS.filter((k) => (k !== "app" && k !== "edge") || now.includes(k)),
      ...without(now).slice(1),
    ],
    ifWords: (v) => `only these ways to run it were allowed: ${v.map(spoken).join(", ")}`,
    nowWords: (v) => v.map(spoken).join(", "),
  }),
  ofWorkload("support")({
    others: () => SUPPORTS,
    ifWords: (v) => `${spoken(v)} support were asked`,
    nowWords: spoken,
  }),
  ofWorkload("uptimePercent")({
    others: (now) => (now === null ? [99.9] : [null, ...(now === 99.9 ? [] : [99.9])]),
    ifWords: (v) => (v === null ? "no uptime were asked" : `an uptime of ${v} % were asked`),
    nowWords: (v) => (v === null ? "none" : `${v} %`),
  }),
  ofWorkload("lifetimeMonths")({
    others: () => LIFETIMES,
    ifWords: (v) => `it stayed in production for ${v} months`,
    nowWords: String,
  }),
  ofPart(
    "budget",
    "hard",
  )({
    others: flipped,
    ifWords: isOrNot("the budget were a wall", "the budget were a wish and no wall"),
    nowWords: isOrNot("a wall", "a wish"),
  }),
  ofPart(
    "latency",
    "firstTokenSeconds",
  )({
    others: dropped,
    ifWords: () => "the first token might take any time",
    nowWords: (v) => `${v} s`,
  }),
  ofPart(
    "latency",
    "tokensPerSecond",
  )({
    others: dropped,
    ifWords: () => "tokens might come at any speed",
    nowWords: (v) => `${v} a second`,
  }),
  ofPart(
    "license",
    "osiApproved",
  )({
    others: flipped,
    ifWords: isOrNot("only licences approved by the Open Source Initiative would do", "any licence would do"),
    nowWords: isOrNot("only approved ones", "any"),
  }),
  ofPart(
    "license",
    "commercialUse",
  )({
    others: flipped,
    ifWords: isOrNot("it were for commercial use", "it were not for commercial use"),
    nowWords: isOrNot("it is", "it is not"),
  }),
  ofPart(
    "license",
    "redistributeDerivatives",
  )({
    others: flipped,
    ifWords: isOrNot("you handed on a model that you tuned", "you handed on no model that you tuned"),
    nowWords: isOrNot("you do", "you do not"),
  }),
  ofPart(
    "license",
    "trainOnOutputs",
  )({
    others: flipped,
    ifWords: isOrNot("you trained other models on its answers", "you trained no other model on its answers"),
    nowWords: isOrNot("you do", "you do not"),
  }),
  ofOrganization("modelAsAService")({
    others: flipped,
    ifWords: isOrNot("you sold access to the model itself", "you did not sell access to the model itself"),
    nowWords: isOrNot("you do", "you do not"),
  }),
  ofOrganization("excludedOrigins")({
    others: without,
    ifWords: (v) => (v.length === 0 ? "makers of every country were allowed" : `only makers of ${listed(v)} were out`),
    nowWords: (v) => `without ${listed(v)}`,
  }),
  ofOrganization("excludedHosts")({
    others: without,
    ifWords: (v) =>
      v.length === 0 ? "data might come under the law of any country" : `only the law of ${listed(v)} were out`,
    nowWords: (v) => `not of ${listed(v)}`,
  }),
  ofOrganization("excludedVendors")({
    others: without,
    ifWords: (v) => (v.length === 0 ? "every maker were allowed" : `only ${listed(v)} were out`),
    nowWords: (v) => `without ${listed(v)}`,
  }),
  ofOrganization("hardware")({
    others: (now) => (now?.length ? [[]] : []),
    ifWords: () => "you owned no accelerators",
    nowWords: (v) => (v ?? []).map((h) => `${h.count} × ${h.accelerator}`).join(", "),
  }),
  {
    path: "organization.team.mlOpsFte",
    at: (r) => r.organization.team.mlOpsFte,
    others: () => PEOPLE,
    changed: (r, _, mlOpsFte: number) => ({ ...r, organization: { ...r.organization, team: { mlOpsFte } } }),
    ifWords: (v) => (v === 0 ? "nobody could run models" : `${v} ${v === 1 ? "person" : "people"} could run models`),
    nowWords: (v) => (v === null ? UNKNOWN : String(v)),
  },
];
