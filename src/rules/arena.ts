/**
 * Short-lived columns of verdicts and codes, cut from shared blocks: a typed array of its own would cost a separate allocation
 * outside the heap, a thousand times in one run.
 */
const BLOCK = 1 << 18;
let bytes = new ArrayBuffer(0);
let used = 0;

function room(size: number): number {
  const start = (used + 7) & ~7;
  if (start + size > bytes.byteLength) {
    bytes = new ArrayBuffer(Math.max(BLOCK, size));
    used = size;
    return 0;
  }
  used = start + size;
  return start;
}

/** `length` zeros. */
export function newBytes(length: number): Uint8Array {
  const start = room(length);
  return new Uint8Array(bytes, start, length);
}

export function newCodes(length: number): Uint16Array {
  const start = room(length * 2);
  return new Uint16Array(bytes, start, length);
}
