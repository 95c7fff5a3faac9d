import { Argument, Command } from "commander";
import { loadCatalog } from "../catalog/load.ts";
import { VERSION } from "../version.ts";
import { grammar } from "./completion-grammar.ts";
import { SCRIPTS, SHELLS, type Shell } from "./completion-scripts.ts";
import type { Io } from "./io.ts";

/** `advisor completion SHELL`: prints the script by which a shell completes the commands, flags and words. */
export function completionCommand(io: Io, whole: () => Promise<Command>): Command {
  return new Command("completion")
    .description("print the completion script of a shell")
    .addArgument(new Argument("<shell>", "whose").choices(SHELLS))
    .addHelpText(
      "after",
      "\nFor good:\n  bash  echo 'source <(advisor completion bash)' >> ~/.bashrc\n  zsh   echo 'source <(advisor completion zsh)' >> ~/.zshrc   (below compinit)\n  fish  advisor completion fish > ~/.config/fish/completions/advisor.fish",
    )
    .action(async (shell: Shell) => {
      const { presets } = await loadCatalog();
      io.stdout.write(SCRIPTS[shell](grammar(await whole(), Object.keys(presets).sort()), VERSION));
    });
}
