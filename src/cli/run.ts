import { main } from "./main.ts";
import { standardStream } from "./streams.ts";

main(process.argv.slice(2), {
  stdout: standardStream(1),
  stderr: standardStream(2),
  env: process.env,
  today: () => new Date().toISOString().slice(0, 10),
}).then((code) => {
  process.exitCode = code;
});
