const NAME = 140;
const SENTENCE = 1600;

/** Nobody reads more of a name; it would push away what stands beside it. */
export const shortName = (text: string): string => cutAt(text, NAME);

/** Longer than any sentence of the rules; what is beyond was never meant to be read. */
export const shortSentence = (text: string): string => cutAt(text, SENTENCE);

function cutAt(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 2);
  return `${text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 2 : most - 1)}…`;
}
