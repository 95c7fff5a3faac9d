/** What a candidate is called where it is asked or loaded; null = the catalog does not say. */
export interface Identity {
  /** Id of the model in the API of its provider. */
  readonly providerModelId: string | null;
  /** Repository of the weights, `<owner>/<name>`. */
  readonly huggingface: string | null;
  /** `<name>:<tag>` */
  readonly ollama: string | null;
}

export type IdentityOf = (candidate: string) => Identity;

/** A name for hosts, services and folders: `xiaomi/mimo-v2.6-pro@on-premises` → `xiaomi-mimo-v2-6-pro-on-premises`. */
export const nameOf = (candidate: string): string =>
  candidate
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^-+|-+$/gu, "")
    .slice(0, 52)
    .replace(/-+$/u, "");

/** `WEIGHTS_XIAOMI_MIMO_V2_6_PRO`: the environment variable that a person fills in. */
export const variable = (prefix: string, text: string): string =>
  `${prefix}_${text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/gu, "_")
    .replace(/^_+|_+$/gu, "")}`;

export const modelOf = (candidate: string): string => candidate.slice(0, candidate.indexOf("@"));
