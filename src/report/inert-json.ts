/** What JSON leaves as it is and a terminal or a reader of text takes for a command: C1 controls and marks that turn text around. */
const SPOOF = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Two spaces deep, with a last newline; the same value for whoever parses it, and nothing that acts for whoever looks at it. */
export const inertJson = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(SPOOF, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
