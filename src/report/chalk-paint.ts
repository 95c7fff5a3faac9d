import { Chalk } from "chalk";
import type { Paint } from "./paint.ts";

/** Level 0 is the identity: not one escape byte. */
export function chalkPaint(level: 0 | 1 | 2 | 3): Paint {
  const chalk = new Chalk({ level });
  return {
    strong: chalk.bold,
    quiet: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    careful: chalk.yellow,
    duty: chalk.cyan,
  };
}
