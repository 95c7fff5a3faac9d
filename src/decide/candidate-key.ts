/** The number that keys a candidate's noise: its id alone decides it (FNV-1a, 32 bits). */
export function candidateKey(id: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) h = Math.imul(h ^ id.charCodeAt(i), 0x01000193);
  return h;
}
