const RISKY = /[<>\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** JSON for a data block of a page: nothing in it ends the block, turns text around or drives a terminal. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replace(RISKY, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
