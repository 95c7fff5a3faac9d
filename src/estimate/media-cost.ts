import type { Offer } from "../catalog/catalog.ts";
import { exactly, plus, type Range, times } from "../quantity/range.ts";
import type { Traffic } from "../requirements/requirements.ts";
import type { Task } from "../vocabulary.ts";
import type { Assumptions } from "./assumption.ts";

/** USD of the media of one request; `tokens` are billed as text tokens of the same request, input first. */
export interface MediaBill {
  readonly usd: Range;
  readonly inputTokens: Range;
  readonly outputTokens: Range;
  /** The offer prices something by image, second, minute or character. */
  readonly metered: boolean;
}

const NONE: Range = exactly(0);

/**
 * Media by the unit that the offer has a price for: requests, pages read, images and seconds made, minutes heard or made,
 * characters spoken; what has no such price is counted as tokens at assumed tokens per image or second. Null = the offer has no
 * price for it.
 */
export function mediaBill(offer: Offer, t: Traffic, task: Task, a: Assumptions): MediaBill | null {
  const { perImageUsd, perSecondUsd, perMinuteUsd, perMillionCharactersUsd, perPageUsd, perRequestUsd } = offer;
  const byTokens = offer.inputUsdPerMtok !== null;
  const makesTokens = byTokens && offer.outputUsdPerMtok !== null;
  const usd: Range[] = [];
  let inputTokens = NONE;
  let outputTokens = NONE;
  let heard = t.inputSeconds;
  if (perRequestUsd !== null) {
    usd.push(exactly(perRequestUsd));
    if (!byTokens) return { usd: plus(...usd), inputTokens, outputTokens, metered: true };
  }

  if (t.outputImages > 0) {
    if (perImageUsd !== null) usd.push(exactly(t.outputImages * perImageUsd));
    else if (makesTokens) outputTokens = plus(outputTokens, times(a.range("tokensPerOutputImage"), t.outputImages));
    else return null;
  }
  const spoken = task === "speech-synthesis" && t.outputSeconds === 0;
  if (t.outputSeconds > 0 || spoken) {
    const characters = spokenCharacters(t, a);
    const seconds = spoken ? times(characters, 1 / a.likely("charactersPerSecond")) : exactly(t.outputSeconds);
    if (perMillionCharactersUsd !== null) usd.push(times(characters, perMillionCharactersUsd / 1e6));
    else if (perSecondUsd !== null) usd.push(times(seconds, perSecondUsd));
    else if (perMinuteUsd !== null) {
      usd.push(times(plus(seconds, exactly(heard)), perMinuteUsd / 60));
      heard = 0;
    } else if (makesTokens && task !== "video-generation" && task !== "music-generation") {
      const rate = a.range("tokensPerOutputSecond.audio");
      outputTokens = plus(outputTokens, {
        low: seconds.low * rate.low,
        likely: seconds.likely * rate.likely,
        high: seconds.high * rate.high,
      });
    } else return null;
  }
  if (heard > 0) {
    if (perMinuteUsd !== null) usd.push(exactly((heard / 60) * perMinuteUsd));
    else if (perSecondUsd !== null && t.outputSeconds === 0) usd.push(exactly(heard * perSecondUsd));
    else if (byTokens) {
      const kind = task === "video-understanding" ? "video" : "audio";
      inputTokens = plus(inputTokens, times(a.range(`tokensPerInputSecond.${kind}`), heard));
    } else if (usd.length === 0) return null;
  }
  if (t.inputImages > 0 && perPageUsd !== null) usd.push(exactly(t.inputImages * perPageUsd));
  else if (t.inputImages > 0 && byTokens)
    inputTokens = plus(inputTokens, times(a.range("tokensPerInputImage"), t.inputImages));
  return { usd: plus(...usd), inputTokens, outputTokens, metered: usd.length > 0 };
}

/** Characters of one spoken request: from the text that is read, else from the seconds that are asked for. */
function spokenCharacters(t: Traffic, a: Assumptions): Range {
  if (t.inputTokens > 0) return times(a.range("charactersPerToken"), t.inputTokens);
  return times(a.range("charactersPerSecond"), t.outputSeconds);
}
