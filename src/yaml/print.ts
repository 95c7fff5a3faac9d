import { stringify } from "yaml";

/** A value as YAML that people read: short lists on one line, no anchors. */
export const printYaml = (value: unknown): string =>
  stringify(value, {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    flowCollectionPadding: false,
    collectionStyle: "any",
  });
