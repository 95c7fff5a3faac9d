import type { QuestionsFile } from "../requirements/question-schema.ts";
import type { Defaults } from "../requirements/settle.ts";
import type { Task } from "../vocabulary.ts";

type TaskWords = Defaults["tasks"][Task] & { readonly unit: string; readonly interactive: boolean };

/** What an interview is about, besides what was said. */
export interface Context {
  readonly questions: QuestionsFile;
  readonly defaults: Pick<Defaults, "requirements"> & { readonly tasks: Readonly<Record<Task, TaskWords>> };
  /** Accelerators that may be named. */
  readonly accelerators: readonly string[];
}
