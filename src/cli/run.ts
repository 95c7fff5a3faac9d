import { main } from "./main.ts";
import { standardStream } from "./streams.ts";

const stdout = standardStream(1);
const stderr = standardStream(2);

main(process.argv.slice(2), {
  stdout,
  stderr,
  env: process.env,
  today: () => new Date().toISOString().slice(0, 10),
  keyboard: () => ({ input: process.stdin, output: process.stderr }),
}).then((code) => {
  process.exitCode = code;
  // Left to itself the process would clean up memory that it is about to give back.
  if (stdout.isDone() && stderr.isDone()) process.exit();
});
