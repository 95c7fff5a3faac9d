import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/**
 * How the tools of a forge name a file: from the root of the repository, which the pipeline says, or the folder that holds `.git`;
 * where there is none, from the current folder.
 */
export function inRepository(env: Readonly<Record<string, string | undefined>>) {
  const root = rootOf(process.cwd(), env);
  const pathOf = (file: string): string => {
    const path = relative(root, resolve(file));
    return (path.startsWith("..") ? file : path).split(sep).join("/");
  };
  return { pathOf, uriOf: (file: string): string => pathOf(file).split("/").map(encodeURIComponent).join("/") };
}

function rootOf(here: string, env: Readonly<Record<string, string | undefined>>): string {
  const said = [env["GITHUB_WORKSPACE"], env["CI_PROJECT_DIR"]].find(
    (dir) => dir && !relative(resolve(dir), here).startsWith(".."),
  );
  if (said) return resolve(said);
  for (let dir = here; ; dir = dirname(dir)) {
    if (existsSync(join(dir, ".git"))) return dir;
    if (dirname(dir) === dir) return here;
  }
}
