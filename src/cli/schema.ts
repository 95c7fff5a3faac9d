import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Argument, Command } from "commander";
import { ROOT } from "../root.ts";
import type { Io } from "./io.ts";

/** The published JSON Schemas, by what they describe. */
export const SCHEMAS = [
  "requirements",
  "recommendation",
  "check",
  "portfolio",
  "model",
  "provider",
  "vendor",
  "license",
  "accelerator",
  "benchmarks",
  "assumptions",
  "tasks",
  "taxonomy",
  "questions",
  "rules",
] as const;

/** `advisor schema NAME`: prints a JSON Schema. */
export function schemaCommand(io: Io): Command {
  return new Command("schema")
    .description("print a JSON Schema")
    .addArgument(new Argument("<name>", "what it describes").choices(SCHEMAS))
    .action((name: string) => io.stdout.write(readFileSync(join(ROOT, "schema", `${name}.json`), "utf8")));
}
