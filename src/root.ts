import { fileURLToPath } from "node:url";

/** The package's own folder: holds catalog, rules and schema. The same from `src` and from the bundle in `dist`. */
export const ROOT: string = fileURLToPath(new URL("..", import.meta.url));
