import { expect, it } from "vitest";
import { addMonths } from "../../src/quantity/day.ts";

/** By the calendar of the engine. */
function byCalendar(day: string, months: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

it("months on, and back, end within their month", () => {
  expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
  expect(addMonths("2027-12-31", 2)).toBe("2028-02-29");
  expect(addMonths("2026-11", 2)).toBe("2027-01-01");
  for (const day of ["1899-12-31", "2000-02-29", "2026-01-31", "2026-08-30", "2099-12-31"])
    for (let months = -30; months <= 130; months++) expect(addMonths(day, months)).toBe(byCalendar(day, months));
});
