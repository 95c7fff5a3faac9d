import { existsSync, mkdirSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../failure.ts";
import type { Host } from "../interview/conversation.ts";
import { type Interview, layersOf, NOTHING, type Start } from "../interview/interview.ts";
import { keptText, readKept } from "../interview/kept.ts";
import { readText } from "../yaml/read.ts";
import { writeFiles } from "./write-file.ts";

/** Where answers are kept until the interview is over. */
export const KEPT = join(".advisor", "interview.json");

/** Keeps the answers; a folder that cannot be written is no reason to stop asking. */
export function keepInterview(interview: Interview, today: string): void {
  if (interview.replies.length === 0 && !existsSync(KEPT)) return;
  try {
    mkdirSync(dirname(KEPT), { recursive: true });
    writeFiles([{ file: KEPT, text: keptText(interview, today) }], true);
  } catch {
    return;
  }
}

/** The folder goes with it where nothing else is in it. */
export function forgetKept(): void {
  rmSync(KEPT, { force: true });
  try {
    rmdirSync(dirname(KEPT));
  } catch {
    return;
  }
}

/**
 * The interview that was left, where it is wanted: said by a flag, or chosen when asked; null = start anew.
 * @throws Failure where it is wanted and there is none
 */
export async function resumeKept(
  { asker, context, presets, file }: Host,
  isWanted: boolean,
): Promise<Interview | null> {
  if (!existsSync(KEPT)) {
    if (!isWanted) return null;
    throw new Failure({
      place: { file: "--resume" },
      text: `no interview was left in this folder (${KEPT}).`,
      hint: "Start one: advisor.",
    });
  }
  const kept = readKept(readText(KEPT), KEPT, context.questions);
  const count = kept.interview.replies.length;
  const words = `${count === 1 ? "1 answer" : `${count} answers`} of ${kept.saved}`;
  if (!isWanted) {
    const outcome = await asker.ask({
      form: "one",
      text: "An interview was left here. Go on with it?",
      short: "resume",
      notes: [],
      chosen: ["resume"],
      options: [
        { id: "resume", label: "Yes, go on", hint: words },
        { id: "new", label: "No, start anew", hint: "its answers are forgotten" },
      ],
    });
    if (outcome.kind !== "chosen" || outcome.ids[0] !== "resume") {
      forgetKept();
      return null;
    }
  } else asker.tell([`Going on with ${words}.`]);
  const interview = { ...kept.interview, start: startNow(kept.interview.start, presets, file) };
  const { checkLayer } = await import("../requirements/check-layer.ts");
  for (const layer of layersOf(interview)) checkLayer(layer);
  if (kept.dropped > 0) asker.tell([`${kept.dropped} of them are to questions that are no longer asked.`]);
  return interview;
}

/** What an interview started from, as it is now. */
function startNow(start: Start, presets: Readonly<Record<string, unknown>>, file: Start | null): Start {
  const { from, name } = start;
  if (from === "nothing") return NOTHING;
  if (from === "preset" && name !== null && Object.hasOwn(presets, name)) return { from, name, value: presets[name] };
  if (from === "file" && file?.name === name) return file;
  throw new Failure({
    place: { file: KEPT },
    text: `started from ${from === "file" ? "the file" : "the example"} ${name}, which is no longer there.`,
    hint: "Start anew: advisor.",
  });
}
