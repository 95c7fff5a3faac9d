import type { Flag, Level } from "./completion-grammar.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** A script that a shell reads; the commands, flags and words stand in it, so that nothing is started while somebody types. */
export const SCRIPTS: Readonly<Record<Shell, (levels: readonly Level[], version: string) => string>> = {
  bash,
  zsh,
  fish,
};

const NAMES = "advisor model-advisor";
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const oneLine = (text: string): string => text.replace(/\s+/gu, " ").trim();
const paths = (levels: readonly Level[]): string[] => levels.map((l) => l.path).filter((p) => p !== "");

type Words = Exclude<Flag["values"], null | "none">;

/** Flags of all levels by what may follow them, as patterns of a `case`. */
function cases(levels: readonly Level[], body: (values: Words) => string): string {
  const groups = new Map<string, { values: Words; patterns: string[] }>();
  for (const { path, flags } of levels)
    for (const { name, values } of flags) {
      if (values === null || values === "none") continue;
      const key = String(values);
      const group = groups.get(key) ?? { values, patterns: [] };
      group.patterns.push(quoted(`${path} ${name}`));
      groups.set(key, group);
    }
  return [...groups.values()].map(({ values, patterns }) => `    ${patterns.join("|")}) ${body(values)} ;;`).join("\n");
}

/** Flags after which something stands that no shell knows. */
function opaque(levels: readonly Level[]): string {
  const patterns = levels.flatMap((l) =>
    l.flags.filter((f) => f.values === null).map((f) => quoted(`${l.path} ${f.name}`)),
  );
  return patterns.length === 0 ? "" : `    ${patterns.join("|")}) return ;;\n`;
}

function bash(levels: readonly Level[], version: string): string {
  const follow = cases(levels, (values) =>
    values === "files" || values === "folders"
      ? `_advisor_files ${values === "files" ? "-f" : "-d"} "$cur"; return`
      : `COMPREPLY=($(compgen -W ${quoted(values.join(" "))} -- "$cur")); return`,
  );
  const own = levels
    .map(
      ({ path, words, flags }) =>
        `    ${quoted(path)}) flags=${quoted(flags.map((f) => f.name).join(" "))} words=${quoted(words.map((w) => w.word).join(" "))} ;;`,
    )
    .join("\n");
  return `# bash completion of advisor ${version}: source <(advisor completion bash)
_advisor() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}" path= flags= words= i
  COMPREPLY=()
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev="\${COMP_WORDS[COMP_CWORD - 2]}"; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${path:+$path }\${COMP_WORDS[i]}" in
    ${paths(levels).map(quoted).join("|")}) path="\${path:+$path }\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$path $prev" in
${follow}
${opaque(levels)}  esac
  case "$path" in
${own}
  esac
  if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$cur"))
  elif [[ -n $words ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur"))
  else _advisor_files -f "$cur"; fi
}
_advisor_files() {
  compopt -o filenames 2> /dev/null
  local IFS=$'\\n'
  COMPREPLY=($(compgen "$1" -- "$2"))
}
complete -o bashdefault -F _advisor ${NAMES}
`;
}

function zsh(levels: readonly Level[], version: string): string {
  const described = (word: string, help: string) =>
    quoted(`${word.replaceAll(":", "\\:")}${help ? `:${oneLine(help)}` : ""}`);
  const follow = cases(levels, (values) =>
    values === "files"
      ? "_files; return"
      : values === "folders"
        ? "_files -/; return"
        : `compadd -- ${values.map(quoted).join(" ")}; return`,
  );
  const own = levels
    .map(
      ({ path, words, flags }) => `    ${quoted(path)})
      flags=(${flags.map((f) => described(f.name, f.help)).join(" ")})
      list=(${words.map((w) => described(w.word, w.help)).join(" ")}) ;;`,
    )
    .join("\n");
  return `#compdef ${NAMES}
# zsh completion of advisor ${version}: source <(advisor completion zsh), or a file _advisor in a folder of $fpath
_advisor() {
  local cur="\${words[CURRENT]}" prev="\${words[CURRENT - 1]}" path_= i
  local -a flags list
  if [[ $cur == --*=* ]]; then prev="\${cur%%=*}"; compset -P 1 '*='; fi
  for ((i = 2; i < CURRENT; i++)); do
    case "\${path_:+$path_ }\${words[i]}" in
    ${paths(levels).map(quoted).join("|")}) path_="\${path_:+$path_ }\${words[i]}" ;;
    esac
  done
  case "$path_ $prev" in
${follow}
${opaque(levels)}  esac
  case "$path_" in
${own}
  esac
  if [[ $cur == -* ]]; then _describe -o option flags
  elif (( \${#list} )); then _describe command list
  else _files; fi
}
if [[ \${funcstack[1]} == _advisor ]]; then _advisor "$@"; else compdef _advisor ${NAMES}; fi
`;
}

function fish(levels: readonly Level[], version: string): string {
  const text = (t: string) => `'${oneLine(t).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = levels.flatMap(({ path, words, flags }) => {
    const steps = path === "" ? [] : path.split(" ");
    const deeper = levels.filter((l) => l.path.startsWith(path === "" ? "" : `${path} `) && l.path !== path);
    const next = [...new Set(deeper.map((l) => l.path.split(" ")[steps.length] ?? ""))];
    const here = [
      ...steps.map((s) => `__fish_seen_subcommand_from ${s}`),
      ...(next.length > 0 ? [`not __fish_seen_subcommand_from ${next.join(" ")}`] : []),
    ].join("; and ");
    const at = `complete -c $name -n ${text(here || "true")}`;
    return [
      ...words.map((w) => `${at} -f -a ${w.word}${w.help ? ` -d ${text(w.help)}` : ""}`),
      ...flags.map(({ name, help, values }) => {
        const takes =
          values === "none"
            ? ""
            : values === "files"
              ? " -r -F"
              : values === "folders"
                ? " -x -a '(__fish_complete_directories)'"
                : ` -x${values === null ? "" : ` -a ${text(values.join(" "))}`}`;
        return `${at} -l ${name.slice(2)}${takes} -d ${text(help)}`;
      }),
    ];
  });
  return `# fish completion of advisor ${version}: advisor completion fish | source
for name in ${NAMES}
${lines.map((l) => `  ${l}`).join("\n")}
end
`;
}
