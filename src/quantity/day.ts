/** A calendar day, `YYYY-MM-DD`; partial dates (`2026-11`, `2026`) are legal where a source gives no more. */
export type Day = string;

const FULL = /^(\d{4})-(\d{2})-(\d{2})$/u;
const PARTIAL = /^\d{4}(-\d{2}(-\d{2})?)?$/u;

export function isDay(text: string): boolean {
  const m = FULL.exec(text);
  if (!m) return false;
  const d = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(d.getTime()) && d.toISOString().slice(0, 10) === text;
}

export const isPartialDay = (text: string): boolean =>
  PARTIAL.test(text) && (text.length < 10 || isDay(text)) && (text.length < 7 || Number(text.slice(5, 7)) <= 12);

/** Days from `a` to `b`; negative when `b` is earlier. A partial date counts from its first day. */
export function daysBetween(a: Day, b: Day): number {
  return Math.round((time(b) - time(a)) / 86_400_000);
}

/** Average months (30.4375 days) from `a` to `b`. */
export const monthsBetween = (a: Day, b: Day): number => daysBetween(a, b) / 30.4375;

/** The day `months` calendar months after `day`, clamped to the end of that month. */
export function addMonths(day: Day, months: number): Day {
  const full = whole(day);
  const count = 12 * Number(full.slice(0, 4)) + Number(full.slice(5, 7)) - 1 + months;
  const year = Math.floor(count / 12);
  const month = count - 12 * year;
  const date = Math.min(Number(full.slice(8, 10)), lastDayOf(year, month));
  return `${String(year).padStart(4, "0")}-${two(month + 1)}-${two(date)}`;
}

/** Of a month that is counted from 0. */
function lastDayOf(year: number, month: number): number {
  if (month === 1) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31;
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

const whole = (day: Day): Day => (day.length === 4 ? `${day}-01-01` : day.length === 7 ? `${day}-01` : day);

/** Days repeat: those of a catalog, and today most of all. */
const times = new Map<Day, number>();

function time(day: Day): number {
  let at = times.get(day);
  if (at === undefined) times.set(day, (at = Date.parse(`${whole(day)}T00:00:00Z`)));
  return at;
}
