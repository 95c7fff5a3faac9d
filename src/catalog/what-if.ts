import { Failure, gathering, nearest, type Problem } from "../failure.ts";
import { COUNTRIES, type Country, withMembers } from "../quantity/country.ts";
import { grouped } from "../quantity/format.ts";
import type { Accelerator, Catalog, Model, Offer, Provider } from "./catalog.ts";
import { hasPrice, repriced } from "./reprice.ts";

/** One supposition about the world, in words, and what a reader of its models has to be told. */
export interface Supposition {
  /** As it was said: `vendor-cut-off=openai`. */
  readonly said: string;
  /** To follow "if": "OpenAI is cut off". */
  readonly clause: string;
  /** Sentences: what goes, what stays, what is out of scope. */
  readonly detail: string;
  /** Of models that stay usable, by id. */
  readonly caution: { readonly models: ReadonlySet<string>; readonly text: string } | null;
}

export interface Supposed {
  readonly catalog: Catalog;
  readonly suppositions: readonly Supposition[];
}

type Made = Omit<Supposition, "said"> & { readonly catalog: Catalog };

interface Kind {
  readonly name: string;
  readonly form: string;
  readonly make: (catalog: Catalog, value: string, place: string) => Made;
}

/** A new kind is one row. */
const KINDS: readonly Kind[] = [
  { name: "vendor-cut-off", form: "vendor-cut-off=<vendor or provider>", make: cutOff },
  { name: "price", form: "price=<provider>:<factor>, as in price=groq:x3 or price=groq:+20%", make: price },
  { name: "retire", form: "retire=<model>", make: retire },
  { name: "export-ban", form: "export-ban=<country>", make: exportBan },
];

export const WHAT_IF_KINDS = KINDS.map((k) => k.name);

/**
 * The catalog as it would be if all of `said` came true, one after the other; ids are those of the catalog as it is.
 * @throws Failure with the problems of all of them together
 */
export function suppose(catalog: Catalog, said: readonly string[]): Supposed {
  const problems: Problem[] = [];
  const collect = gathering(problems);
  const suppositions: Supposition[] = [];
  let now = catalog;
  for (const word of said) {
    const kind = collect(() => kindOf(word));
    if (!kind) continue;
    const value = word.slice(word.indexOf("=") + 1).trim();
    // Whoever has gone already may still be named.
    const check = collect(() => kind.make(catalog, value, `--what-if ${word}`));
    if (!check) continue;
    const made = now === catalog ? check : (tried(() => kind.make(now, value, word)) ?? { ...check, catalog: now });
    now = made.catalog;
    suppositions.push({ said: word, clause: made.clause, detail: made.detail, caution: made.caution });
  }
  if (problems.length > 0) throw new Failure(problems);
  return { catalog: now, suppositions };
}

function tried<T>(work: () => T): T | null {
  return gathering([])(work);
}

function kindOf(word: string): Kind {
  const cut = word.indexOf("=");
  const name = (cut < 0 ? word : word.slice(0, cut)).trim();
  const kind = KINDS.find((k) => k.name === name);
  const place = { file: `--what-if ${word}` };
  if (!kind) {
    const close = nearest(name, WHAT_IF_KINDS);
    throw new Failure({
      place,
      text: `there is no what-if "${name}". There are ${KINDS.map((k) => k.form).join("; ")}.`,
      ...(close ? { hint: `Did you mean ${close}?` } : {}),
    });
  }
  if (cut < 0 || word.slice(cut + 1).trim() === "")
    throw new Failure({ place, text: "does not say of whom or what.", hint: `It is written ${kind.form}.` });
  return kind;
}

/** @throws Failure with the nearest spelling */
function known(place: string, what: string, word: string, legal: readonly string[]): string {
  if (legal.includes(word)) return word;
  throw unknownName(place, what, word, legal);
}

function unknownName(place: string, what: string, word: string, legal: readonly string[]): Failure {
  const close = nearest(word, legal);
  const kind = what === "model" ? "models" : "providers";
  return new Failure({
    place: { file: place },
    text: `the catalog has no ${what} "${word}".`,
    hint: close ? `Did you mean ${close}?` : `advisor catalog list --kind ${kind} has them.`,
  });
}

// Cut off: none of its services; what it has published stays with whoever holds it.

/** Services that the catalog lists without their owner. */
const OWNERS: Readonly<Record<string, string>> = { aws: "amazon", azure: "microsoft" };

/** The maker's own services and those named after it: google has google-vertex. */
const belongsTo = ({ id, vendor }: Provider, owner: string): boolean =>
  vendor === owner || id === owner || id.startsWith(`${owner}-`) || OWNERS[id] === owner;

function cutOff(catalog: Catalog, value: string, place: string): Made {
  const vendors = Object.keys(catalog.vendors);
  const id = known(place, "vendor or provider", value, [
    ...new Set([...vendors, ...catalog.providers.map((p) => p.id)]),
  ]);
  const isMaker = vendors.includes(id);
  const gone = catalog.providers.filter((p) => (isMaker ? belongsTo(p, id) : p.id === id));
  const closed = isMaker ? catalog.models.filter((m) => m.vendor === id && m.weights === "closed") : [];
  const open = isMaker ? catalog.models.filter((m) => m.vendor === id && m.weights !== "closed") : [];
  const name = catalog.vendors[id]?.name ?? gone[0]?.name ?? id;
  return {
    catalog: without(catalog, gone, closed),
    clause: `${name} is cut off`,
    detail: [
      gone.length > 0
        ? `Gone: ${counted(gone.length, "service")} (${names(gone)}).`
        : "It runs no service in the catalog.",
      closed.length > 0
        ? `Its ${counted(closed.length, "closed model")} ${closed.length === 1 ? "is" : "are"} nowhere.`
        : "",
      open.length > 0
        ? `Its ${counted(open.length, "model")} with published weights ${open.length === 1 ? "stays" : "stay"} wherever others run ${open.length === 1 ? "it" : "them"}.`
        : "",
    ]
      .filter((s) => s !== "")
      .join(" "),
    caution: null,
  };
}

// Prices: everything that this provider meters, on every day.

function price(catalog: Catalog, value: string, place: string): Made {
  const cut = value.lastIndexOf(":");
  const id = known(
    place,
    "provider",
    (cut < 0 ? value : value.slice(0, cut)).trim(),
    catalog.providers.map((p) => p.id),
  );
  const factor = cut < 0 ? null : factorOf(value.slice(cut + 1).trim());
  if (factor === null)
    throw new Failure({
      place: { file: place },
      text: cut < 0 ? "names no factor." : `"${value.slice(cut + 1)}" is not a factor above 0.`,
      hint: `It is written price=${id}:x3, price=${id}:0.5, price=${id}:+20% or price=${id}:-20%.`,
    });
  const provider = catalog.providers.find((p) => p.id === id) as Provider;
  const metered = provider.offers.filter(hasPrice);
  const rented = catalog.accelerators.flatMap((a) => a.rental.filter((r) => r.cloud === id));
  if (metered.length + rented.length === 0)
    throw new Failure({ place: { file: place }, text: `${provider.name} has no metered price in the catalog.` });
  return {
    catalog: {
      ...catalog,
      providers: catalog.providers.map((p) =>
        p.id === id ? { ...p, offers: p.offers.map((o) => (hasPrice(o) ? dearerOffer(o, factor) : o)) } : p,
      ),
      accelerators:
        rented.length === 0 ? catalog.accelerators : catalog.accelerators.map((a) => dearerChip(a, id, factor)),
    },
    clause: `${provider.name} charges ${inWords(factor)}`,
    detail: `${[metered.length > 0 ? counted(metered.length, "price") : "", rented.length > 0 ? `${counted(rented.length, "price")} of rented accelerators` : ""].filter((s) => s !== "").join(" and ")} changed; all else stays.`,
    caution: null,
  };
}

/** `3`, `x3`, `×3`, `*3`, `3x`; `+20%`, `-20%`. null = none of them, or not above 0. */
export function factorOf(text: string): number | null {
  const share = /^([+\-−])\s*(\d+(?:\.\d+)?)\s*%$/u.exec(text);
  const times = /^[x×*]?\s*(\d+(?:\.\d+)?|\.\d+)\s*[x×]?$/iu.exec(text);
  const factor = share ? 1 + ((share[1] === "+" ? 1 : -1) * Number(share[2])) / 100 : times ? Number(times[1]) : 0;
  return factor > 0 && factor <= 1e6 ? factor : null;
}

function inWords(factor: number): string {
  if (factor === 1) return "what it charges today";
  if (factor >= 2) return `${grouped(factor, 2)} times today's prices`;
  return `${grouped(Math.abs(factor - 1) * 100, 1)} % ${factor > 1 ? "more" : "less"} than today`;
}

/** The offer is not read into a copy: what has not been parsed of it stays so. */
const dearerOffer = (offer: Offer, factor: number): Offer => repriced(offer, factor, supposed(offer.source, factor));

const dearerChip = (accelerator: Accelerator, cloud: string, factor: number): Accelerator => ({
  ...accelerator,
  rental: accelerator.rental.map((r) =>
    r.cloud === cloud
      ? {
          ...r,
          usdPerHour: r.usdPerHour * factor,
          spotUsdPerHour: r.spotUsdPerHour === null ? null : r.spotUsdPerHour * factor,
          source: supposed(r.source, factor),
        }
      : r,
  ),
});

const supposed = (source: string, factor: number): string => `${source}, times ${grouped(factor, 4)} (what-if)`;

// Retired: a closed model is gone; published weights only lose their maker's service.

function retire(catalog: Catalog, value: string, place: string): Made {
  const model = modelNamed(catalog, value, place);
  if (model.weights === "closed")
    return {
      catalog: without(catalog, [], [model]),
      clause: `${model.name} is retired`,
      detail: "It is closed, so it is gone from every service.",
      caution: null,
    };
  const own = catalog.providers.filter((p) => p.vendor === model.vendor && p.offers.some((o) => o.model === model.id));
  return {
    catalog: {
      ...catalog,
      providers: catalog.providers.map((p) =>
        own.includes(p) ? { ...p, offers: p.offers.filter((o) => o.model !== model.id) } : p,
      ),
    },
    clause: `${model.name} is retired`,
    detail: `Its weights are published and stay usable; ${own.length > 0 ? `gone is its maker's own service (${names(own)})` : "its maker runs no service of it, so nothing changes"}.`,
    caution: null,
  };
}

/** By its id, or by what stands behind its maker where only one model is called so. */
function modelNamed({ models }: Catalog, value: string, place: string): Model {
  const short = (m: Model): string => m.id.slice(m.id.indexOf("/") + 1);
  const named = models.filter((m) => m.id === value || short(m) === value);
  if (named.length > 1)
    throw new Failure({
      place: { file: place },
      text: `more than one model is called ${value}.`,
      hint: `Name one of ${named.map((m) => m.id).join(", ")}.`,
    });
  const [only] = named;
  if (only) return only;
  throw unknownName(place, "model", value, value.includes("/") ? models.map((m) => m.id) : models.map(short));
}

// Export ban: no service of a maker or an operator of that country, whoever runs it.

function exportBan(catalog: Catalog, value: string, place: string): Made {
  const country = value.toUpperCase();
  const banned = (code: Country | null | undefined): boolean =>
    code !== null && code !== undefined && withMembers([country]).includes(code);
  const gone = catalog.providers.filter(
    (p) => banned(p.jurisdiction) || (p.vendor !== null && banned(catalog.vendors[p.vendor]?.country)),
  );
  const theirs = catalog.models.filter((m) => banned(m.origin));
  const closed = theirs.filter((m) => m.weights === "closed");
  const open = theirs.filter((m) => m.weights !== "closed");
  if (!COUNTRIES.has(country) || gone.length + theirs.length === 0)
    throw new Failure({
      place: { file: place },
      text: COUNTRIES.has(country)
        ? `no maker and no operator of the catalog is of ${countryName(country)}.`
        : `"${value}" is not a country (ISO 3166-1 alpha-2, or EU).`,
      hint: `The catalog has makers and operators of ${countriesOf(catalog).join(", ")}.`,
    });
  const unknown = catalog.providers.filter((p) => p.jurisdiction === null && !gone.includes(p));
  return {
    catalog: without(catalog, gone, closed),
    clause: `${countryName(country)} bans exports`,
    detail: [
      `Gone: ${counted(gone.length, "service")} of operators there${gone.length > 0 ? ` (${names(gone)})` : ""} and ${counted(closed.length, "closed model")} made there, wherever ${closed.length === 1 ? "it runs" : "they run"}.`,
      open.length > 0
        ? `${counted(open.length, "model")} with published weights made there ${open.length === 1 ? "stays" : "stay"} usable, with a caution.`
        : "",
      unknown.length > 0 ? `Of ${names(unknown)} the operator's country is not known: they stay.` : "",
      "Accelerators made there are out of scope: machines, and clouds of other countries that run them, stay as they are.",
    ]
      .filter((s) => s !== "")
      .join(" "),
    caution: {
      models: new Set(open.map((m) => m.id)),
      text: `Made in ${countryName(country)}: its published weights stay usable under an export ban, but no new version, no fix and no support would come.`,
    },
  };
}

/** "China", "the United States" */
function countryName(code: Country): string {
  const name = new Intl.DisplayNames(["en"], { type: "region" }).of(code) ?? code;
  return /^(?:United|European|Netherlands|Philippines)/u.test(name) ? `the ${name}` : name;
}

const countriesOf = ({ providers, models }: Catalog): string[] =>
  [...new Set([...providers.flatMap((p) => p.jurisdiction ?? []), ...models.map((m) => m.origin)])].sort();

// Together.

/** The catalog without some providers and some models; what others sell of those models goes, too. */
function without(catalog: Catalog, providers: readonly Provider[], models: readonly Model[]): Catalog {
  if (providers.length + models.length === 0) return catalog;
  const dead = new Set(models.map((m) => m.id));
  const closed = new Set(providers.map((p) => p.id));
  return {
    ...catalog,
    models: catalog.models.filter((m) => !dead.has(m.id)),
    providers: catalog.providers
      .filter((p) => !closed.has(p.id))
      .map((p) =>
        p.offers.some((o) => dead.has(o.model)) ? { ...p, offers: p.offers.filter((o) => !dead.has(o.model)) } : p,
      ),
  };
}

const counted = (n: number, one: string): string => `${grouped(n)} ${n === 1 ? one : `${one}s`}`;

const NAMED = 5;

function names(list: readonly { readonly name: string }[]): string {
  const shown = list.slice(0, NAMED).map((x) => x.name);
  return list.length > NAMED ? `${shown.join(", ")} and ${list.length - NAMED} more` : shown.join(", ");
}
