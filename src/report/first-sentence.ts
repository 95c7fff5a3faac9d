/** The first sentence of a summary, and what follows it with the space before it. */
export function firstSentence(summary: string): readonly [first: string, rest: string] {
  const first = /^.*?(?:[.!?](?=\s+[A-Z]|\s*$)|[。！？])/su.exec(summary)?.[0] ?? summary;
  return [first, summary.slice(first.length)];
}
