import { COUNTRIES } from "./country.ts";

let english: Intl.DisplayNames | undefined;

/** `DE` → `Germany`, `EU` → `the EU` */
export function countryName(code: string): string {
  english ??= new Intl.DisplayNames(["en"], { type: "region" });
  return code === "EU" ? "the EU" : (english.of(code) ?? code);
}

/** Every country, by name. */
export const allCountries = (): { readonly code: string; readonly name: string }[] =>
  [...COUNTRIES]
    .filter((code) => code !== "EU")
    .map((code) => ({ code, name: countryName(code) }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));

/** The code of a country that is named by code or by name; null where it is none. */
export function readCountry(text: string): string | null {
  const t = text.trim();
  const code = t.toUpperCase();
  if (COUNTRIES.has(code)) return code;
  if (code === "UK") return "GB";
  if (code === "USA") return "US";
  const name = t.toLowerCase();
  return name === "" ? null : (allCountries().find((c) => c.name.toLowerCase() === name)?.code ?? null);
}
