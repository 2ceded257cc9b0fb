import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { build } from "esbuild";
import "./patch-drizzle.mjs";
import "./patch-postgres.mjs";
import { compressFiles } from "./compress.mjs";
import { fingerprint, recordFingerprint } from "./fingerprint.mjs";
import { enterProject } from "./project.mjs";

/** Builds what `npm start` runs: the pages into `.next`, the process around them into `.server`. */
enterProject();
process.env.NODE_ENV = "production";
const sources = fingerprint();
rmSync(".next/BUILD_ID", { force: true });
// `next dev` leaves types of routes that may be gone, and the build would check them.
rmSync(".next/dev/types", { recursive: true, force: true });

await bundleServer();
const failed = await buildPages();
if (failed) process.exit(failed);
await compressFiles(".next/static");
recordFingerprint(sources);

async function bundleServer() {
  const options = {
    bundle: true,
    platform: "node",
    target: "node20",
    sourcemap: true,
    tsconfig: "tsconfig.node.json",
    logLevel: "warning",
  };
  // tsconfig.node.json maps "server-only", which guards against imports by client components, to nothing.
  const ours = { ...options, format: "esm", packages: "external" };
  await build({ ...ours, entryPoints: ["server.ts"], outfile: ".server/server.mjs" });
  await build({ ...ours, entryPoints: ["lib/inbound/thread.ts"], outfile: ".server/door.mjs" });
  await build({ ...ours, entryPoints: ["lib/jobs/thread.ts"], outfile: ".server/jobs.mjs" });
  // Whole, because threads start in it wherever the process stands (lib/workers/run-task.ts).
  // css-tree's own modules look for their data beside them; its ready-made bundle has it inside.
  const alias = { "css-tree": "css-tree/dist/csstree.esm" };
  const whole = { ...options, alias, format: "cjs" };
  await build({ ...whole, entryPoints: ["lib/workers/entry.ts"], outfile: ".server/worker.cjs" });
  // These three bring files of their own.
  const external = ["sharp", "@napi-rs/canvas", "pdfjs-dist"];
  await build({ ...whole, external, entryPoints: ["lib/attachments/decoder/entry.ts"], outfile: ".server/decoder.cjs" });
}

/** Exit code of `next build`, which gets the signals that we get. */
function buildPages() {
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
}
