import { spawn } from "node:child_process";
import { isFresh } from "./fingerprint.mjs";
import { enterProject } from "./project.mjs";

/** `npm start`: builds if the sources have changed since the last build, then becomes the server. */
enterProject();
process.env.NODE_ENV = "production";

if (!isFresh()) {
  console.log("Building Mailroom; this takes up to a minute and happens again only when its sources change.");
  const failed = await runBuild();
  if (failed) process.exit(failed);
}
process.setSourceMapsEnabled(true);
// Each read of Node's own object asks the operating system, and the Inngest SDK copies all of it several times per call.
process.env = { ...process.env };
await import("../.server/server.mjs");

/** In a process of its own: what a build loads should not stay with the server. */
function runBuild() {
  const child = spawn(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });
  const pass = (signal) => child.kill(signal);
  process.on("SIGINT", pass).on("SIGTERM", pass);
  return new Promise((resolve) =>
    child.on("exit", (code) => {
      process.off("SIGINT", pass).off("SIGTERM", pass);
      resolve(code ?? 1);
    }),
  );
}
