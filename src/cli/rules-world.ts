import type { Command } from "commander";
import { loadCatalog } from "../catalog/load.ts";
import type { Rulebook } from "../rules/rulebook.ts";
import { overlaysOf } from "./catalog-options.ts";
import { addRequirementFlags, addSharedOptions, type Options, whatWasSaid } from "./common-options.ts";
import { settleRequirements } from "./load.ts";
import { type World, worldsOf } from "./worlds.ts";

/** Options of the rule commands that may look at candidates, too. */
export function addWorldOptions(command: Command): Command {
  addSharedOptions(command);
  return addRequirementFlags(command).option("--candidate <ID>", "how it comes out for one candidate (model@place)");
}

/** The workloads that were asked for; none where nobody said any requirement. */
export async function statedWorlds(
  file: string | undefined,
  options: Options,
  book: Rulebook,
  today: string,
): Promise<World[]> {
  const said = whatWasSaid(file, options);
  const isSilent =
    said.file === null && said.preset === null && said.sets.length === 0 && Object.keys(said.flags).length === 0;
  if (isSilent) return [];
  const catalog = await loadCatalog(overlaysOf(options));
  return worldsOf(await settleRequirements(said, catalog, book), catalog, today);
}
