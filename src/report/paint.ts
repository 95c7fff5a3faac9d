import { Chalk } from "chalk";
import type { Style } from "./flow.ts";

/** What a colour says. Every one of these also says it in words, so that nothing is lost without colour. */
export interface Paint {
  readonly strong: Style;
  readonly quiet: Style;
  readonly good: Style;
  readonly bad: Style;
  readonly careful: Style;
  readonly duty: Style;
}

/** Level 0 is the identity: not one escape byte. */
export function paintOf(level: 0 | 1 | 2 | 3): Paint {
  const chalk = new Chalk({ level });
  return {
    strong: (t) => chalk.bold(t),
    quiet: (t) => chalk.dim(t),
    good: (t) => chalk.green(t),
    bad: (t) => chalk.red(t),
    careful: (t) => chalk.yellow(t),
    duty: (t) => chalk.cyan(t),
  };
}
