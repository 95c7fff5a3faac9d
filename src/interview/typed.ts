import { nearest as closest } from "../failure.ts";
import { allCountries, countryName, readCountry } from "../quantity/country-name.ts";
import { compact, grouped } from "../quantity/format.ts";
import { readNumber } from "../quantity/read-number.ts";
import type { AskedQuestion } from "../requirements/question-schema.ts";

type Typed = NonNullable<AskedQuestion["typed"]>;
export type Sets = Readonly<Record<string, unknown>>;

/** What a typed answer sets and how a summary says it, or what is wrong with it. */
export type ReadTyped = { readonly sets: Sets; readonly said: string } | { readonly problem: string };

type Reader = (text: string, typed: Typed, accelerators: readonly string[]) => ReadTyped;

const READERS: Readonly<Record<Typed["as"], Reader>> = {
  number: (text, typed) => {
    const read = figure(text, typed);
    return typeof read === "number" ? said(typed, [read], grouped(read, 3)) : read;
  },
  percent: (text, typed) => {
    const read = figure(text.replace(/%\s*$/u, ""), { ...typed, atLeast: 0, atMost: 100 });
    if (typeof read !== "number") return read;
    if (read > 0 && read < 1 && !/%\s*$/u.test(text))
      return { problem: `Is "${text}" ${grouped(100 * read, 3)} % or ${grouped(read, 3)} %? Say it with the sign.` };
    return said(typed, [read / 100], `${grouped(read, 3)} %`);
  },
  numbers: (text, typed) => {
    const parts = text.split(/[/;\s]+/u).filter((t) => t !== "");
    if (parts.length !== typed.paths.length)
      return { problem: `${typed.paths.length} numbers are wanted, for example 6000/800.` };
    const read = parts.map((t) => figure(t, typed));
    const wrong = read.find((r) => typeof r !== "number");
    return wrong ?? said(typed, read, read.map((n) => compact(n as number)).join(" / "));
  },
  country: (text, typed) => {
    const read = country(text);
    return typeof read === "string" ? said(typed, [read], countryName(read)) : read;
  },
  countries: (text, typed) => {
    const read = text
      .split(/[,;]/u)
      .filter((t) => t.trim() !== "")
      .map(country);
    const wrong = read.find((r) => typeof r !== "string");
    if (read.length === 0) return { problem: "Name at least one country, or go back." };
    return wrong ?? said(typed, [read], read.map((c) => countryName(c as string)).join(", "));
  },
  hardware: (text, typed, accelerators) => {
    const list: { accelerator: string; count: number }[] = [];
    for (const part of text
      .split(/[,;]/u)
      .map((t) => t.trim())
      .filter((t) => t !== "")) {
      const [, name = "", number = "1"] = /^(.*?)(?:\s*[:×*]\s*(\d+))?$/u.exec(part) ?? [];
      const found = accelerator(name.trim(), accelerators);
      if (found === null) {
        const close = closest(name, accelerators);
        return { problem: `The catalog has no accelerator "${name}".${close ? ` Did you mean ${close}?` : ""}` };
      }
      if (Number(number) < 1) return { problem: `"${part}": at least one is wanted.` };
      list.push({ accelerator: found, count: Number(number) });
    }
    if (list.length === 0) return { problem: "Name one, for example nvidia-h100-80gb-sxm:8." };
    return said(typed, [list], list.map((h) => `${h.count} × ${h.accelerator}`).join(", "));
  },
};

export const readTyped = (text: string, typed: Typed, accelerators: readonly string[]): ReadTyped =>
  READERS[typed.as](text, typed, accelerators);

const said = ({ paths }: Typed, values: readonly unknown[], words: string): ReadTyped => ({
  sets: Object.fromEntries(paths.map((path, i) => [path, values[i]])),
  said: words,
});

function figure(text: string, { atLeast, atMost }: Typed): number | { problem: string } {
  const read = readNumber(
    text
      .trim()
      .replace(/^[$€]/u, "")
      .replace(/(?<=\d),(?=\d{3}(?:\D|$))/gu, ""),
  );
  if (typeof read !== "number" || !Number.isFinite(read))
    return { problem: `"${text}" is not a number. 1500, 20k and 1.5M are.` };
  if (atLeast !== undefined && read < atLeast)
    return { problem: `${grouped(read, 3)} is below ${grouped(atLeast, 3)}.` };
  if (atMost !== undefined && read > atMost) return { problem: `${grouped(read, 3)} is above ${grouped(atMost, 3)}.` };
  return read;
}

function country(text: string): string | { problem: string } {
  const code = readCountry(text);
  if (code !== null) return code;
  const close = closest(
    text.trim(),
    allCountries().map((c) => c.name),
  );
  return {
    problem: `"${text.trim()}" is no country.${close ? ` Did you mean ${close}?` : " Countries are named, or two letters: DE, US."}`,
  };
}

/** By its name, or by the one name that begins or goes on so. */
function accelerator(name: string, legal: readonly string[]): string | null {
  const wanted = name.toLowerCase().replace(/[\s_]+/gu, "-");
  if (wanted === "") return null;
  if (legal.includes(wanted)) return wanted;
  const like = legal.filter((l) => l.includes(wanted));
  return like.length === 1 ? (like[0] ?? null) : null;
}
