/** What is worked out in pieces, without a pause. */
export function inOne<T>(pieces: Generator<void, T>): T {
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}
