import { join } from "node:path";
import { ROOT } from "../root.ts";
import { loadCompiled, type YamlFile } from "../yaml/compiled.ts";
import type { QuestionsFile } from "./question-schema.ts";

/**
 * The questions that come with the package.
 * @throws Failure with every problem, at line and column
 */
export async function loadQuestions(root: string = ROOT): Promise<QuestionsFile> {
  const compiler = async () => {
    const { compileQuestions } = await import("./compile-questions.ts");
    return (files: readonly YamlFile[]) => ({ data: compileQuestions(files), text: "" });
  };
  return (await loadCompiled(join(root, "dist", "questions.json"), join(root, "questions"), compiler)).data;
}
