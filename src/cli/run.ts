import { EXIT } from "../failure.ts";
import { main } from "./main.ts";

/** The process around `main`: real streams, and a closed pipe is no error. */
const quietly = (stream: NodeJS.WriteStream): NodeJS.WriteStream =>
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT.answered);
    throw error;
  });

const wrap = (stream: NodeJS.WriteStream) => ({
  write: (text: string) => void stream.write(text),
  isTTY: stream.isTTY === true,
  columns: stream.columns,
});

main(process.argv.slice(2), {
  stdout: wrap(quietly(process.stdout)),
  stderr: wrap(quietly(process.stderr)),
  env: process.env,
  today: () => new Date().toISOString().slice(0, 10),
}).then((code) => {
  process.exitCode = code;
});
