import type { Portfolio } from "../portfolio.ts";
import type { HandoffFile } from "./files.ts";
import { type Identity, modelOf, variable } from "./identity.ts";
import { PORT } from "./serving.ts";
import { VERSIONS } from "./versions.ts";

type Unit = Portfolio["fleet"][number];

/** A model on the user's device: llama.cpp from a GGUF file, and Ollama where the catalog knows its name there. */
export function edgeFiles(name: string, unit: Unit, { ollama }: Identity, header: string): HandoffFile[] {
  const file = variable("GGUF", modelOf(unit.candidate));
  const context = Math.min(unit.mostTokens, 131_072);
  const script = [
    "#!/bin/sh",
    `# ${header}`,
    `# llama.cpp (${VERSIONS.llamaCpp.split(":")[1]}); weights as ${unit.quantization} in a GGUF file. Bound to the device itself.`,
    "set -eu",
    `: "\${${file}:?path of the GGUF file (${unit.quantization})}"`,
    `: "\${LLAMA_API_KEY:?a key for the programs on this device}"`,
    "export LLAMA_API_KEY",
    `exec llama-server --model "$${file}" --alias ${modelOf(unit.candidate)} --host 127.0.0.1 --port ${PORT} --ctx-size ${context}`,
    "",
  ].join("\n");
  const files: HandoffFile[] = [
    {
      path: `edge/${name}/llama-server.sh`,
      text: script,
      what: `${unit.candidate} on a device with llama.cpp: sh llama-server.sh`,
    },
  ];
  if (ollama !== null)
    files.push({
      path: `edge/${name}/Modelfile`,
      text: [
        `# ${header}`,
        `# Ollama ${VERSIONS.ollama}; it listens on 127.0.0.1 unless OLLAMA_HOST says otherwise.`,
        `FROM ${ollama}`,
        `PARAMETER num_ctx ${context}`,
        "",
      ].join("\n"),
      what: `the same with Ollama: ollama create ${name} -f Modelfile`,
    });
  return files;
}
