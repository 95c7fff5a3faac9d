/**
 * Calculations as others published them, to check figures against and to show beside ours. Never a default: they leave out staff,
 * idle hours, cooling and more.
 */

export interface BreakEvenAsPublished {
  readonly capexUsd: number;
  /** 1e6 tokens a month, input and output together. */
  readonly tokensMPerMonth: number;
  /** USD for 1e6 tokens. */
  readonly usdPerMtokIn: number;
  readonly usdPerMtokOut: number;
  readonly devices: number;
  readonly wattsPerDevice: number;
  readonly usdPerKwh: number;
  /** USD a month that the publication leaves out, such as staff. */
  readonly otherUsdPerMonth?: number;
}

/** USD for a kilowatt-hour in arXiv:2509.18101v3. */
export const PUBLISHED_USD_PER_KWH = 0.15;
/** Twenty days of eight hours, for electricity. */
const BILLED_HOURS = 160;
/** Twenty-two days of eight hours, for tokens: the publication uses both. */
const WORKED_HOURS = 176;
/** The publication says two input tokens to one of output, and weighs them the other way round. */
const INPUT_SHARE = 1 / 3;

/**
 * Months after which own hardware has paid for itself against an API: `capex / (Q·(pIn/3 + 2·pOut/3) − N·kW·160·usdPerKwh)`,
 * arXiv:2509.18101v3, equations 1 to 7 in one. Null = never.
 */
export function monthsToBreakEven(b: BreakEvenAsPublished): number | null {
  const api = b.tokensMPerMonth * (b.usdPerMtokIn * INPUT_SHARE + b.usdPerMtokOut * (1 - INPUT_SHARE));
  const saved = api - powerUsdPerMonth(b) - (b.otherUsdPerMonth ?? 0);
  return saved > 0 ? b.capexUsd / saved : null;
}

/** USD a month for electricity of the cards, the same source. */
export const powerUsdPerMonth = (b: Pick<BreakEvenAsPublished, "devices" | "wattsPerDevice" | "usdPerKwh">): number =>
  ((b.devices * b.wattsPerDevice) / 1000) * BILLED_HOURS * b.usdPerKwh;

/** 1e6 tokens that a system writes and reads in a month of that publication; from tokens per second. */
export const tokensMPerWorkedMonth = (tokensPerSecond: number): number => (tokensPerSecond * 3600 * WORKED_HOURS) / 1e6;

/** Hours of use after which a bought server is cheaper than a rented one, USD an hour each: Lenovo Press LP2225. Null = never. */
export function hoursToBreakEven(capexUsd: number, rentUsdPerHour: number, ownUsdPerHour: number): number | null {
  return rentUsdPerHour > ownUsdPerHour ? capexUsd / (rentUsdPerHour - ownUsdPerHour) : null;
}

/** USD a day of rented nodes: deepseek-ai/open-infra-index, day 6. */
export const nodesUsdPerDay = (nodes: number, devicesPerNode: number, usdPerDeviceHour: number): number =>
  nodes * devicesPerNode * 24 * usdPerDeviceHour;

/** USD of a day's tokens, each kind at its price for 1e6: the same source, cached and fresh input and output. */
export const tokensUsd = (kinds: readonly (readonly [tokens: number, usdPerMtok: number])[]): number =>
  kinds.reduce((sum, [tokens, usd]) => sum + (tokens / 1e6) * usd, 0);
