import type { WholeCatalog } from "../catalog/catalog.ts";
import { loadWholeCatalog } from "../catalog/load.ts";
import { handoff } from "../handoff/handoff.ts";
import type { Identity, IdentityOf } from "../handoff/identity.ts";
import type { Portfolio } from "../portfolio.ts";
import type { Task } from "../vocabulary.ts";
import { writeFolder } from "./write-folder.ts";

/**
 * Writes the configuration of a plan into a folder, all or nothing; how many files.
 * @throws Failure where a file is there already and may not be overwritten
 */
export async function writeHandoff(
  folder: string,
  portfolio: Portfolio,
  today: string,
  overlays: readonly string[],
  force: boolean,
): Promise<number> {
  const catalog = await loadWholeCatalog(overlays);
  const files = handoff(portfolio, identitiesIn(catalog), isTextIn(catalog), today);
  writeFolder(folder, files, force, () => false, {
    text: "exists; it is kept.",
    hint: "Use another --write, or --force.",
  });
  return files.length;
}

/** Whether the catalog counts a task among those on text, which cases of text measure. */
export const isTextIn =
  ({ tasks }: Pick<WholeCatalog, "tasks">) =>
  (task: Task): boolean =>
    tasks[task]?.family === "text";

/** What the catalog calls a candidate: `<vendor>/<model>@<provider>/<endpoint>`. */
export const identitiesIn =
  ({ models, providers }: Pick<WholeCatalog, "models" | "providers">): IdentityOf =>
  (candidate): Identity => {
    const cut = candidate.indexOf("@");
    const [id, place] = [candidate.slice(0, cut), candidate.slice(cut + 1)];
    const [provider, endpoint] = place.split("/");
    const aliases = models.find((m) => m.id === id)?.aliases;
    const offers = providers.find((p) => p.id === provider)?.offers.filter((o) => o.model === id) ?? [];
    const offer = offers.find((o) => o.endpoint === endpoint && o.providerModelId !== null);
    return {
      providerModelId: offer?.providerModelId ?? null,
      huggingface: aliases?.huggingface ?? null,
      ollama: aliases?.ollama ?? null,
    };
  };
