import { createHash } from "node:crypto";

/** `sha256:…` over the paths and contents of files, independent of the machine. */
export function digestOf(files: readonly { readonly path: string; readonly text: string }[]): string {
  const sum = createHash("sha256");
  for (const { path, text } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    sum.update(`${path}\0${text.length}\0`).update(text);
  }
  return `sha256:${sum.digest("hex")}`;
}
