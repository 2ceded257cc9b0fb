import { spawn } from "node:child_process";
import { isFresh } from "./fingerprint.mjs";
import { enterProject } from "./project.mjs";

/**
 * `npm test`: everything, cheapest first, up to the first stage that fails. Ends with `N passed, N failed`, in which a check
 * that is no test counts as one. `node scripts/test.mjs unit server` runs those stages only.
 */
const node = process.execPath;
const playwright = (project) => [node, "node_modules/@playwright/test/cli.js", "test", `--project=${project}`];
const next = (command) => [node, "node_modules/next/dist/bin/next", command];

const stages = {
  lint: [[node, "node_modules/@biomejs/biome/bin/biome", "check", "."]],
  // Types of routes and pages come from Next.
  types: [next("typegen"), [node, "node_modules/typescript/bin/tsc", "--noEmit"]],
  unit: [playwright("unit")],
  // Tests of the whole process start what was built.
  build: [[node, "scripts/build.mjs"]],
  server: [playwright("server")],
  browser: [playwright("browser")],
};

enterProject();
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of chosenStages(process.argv.slice(2))) {
  console.log(`\n── ${name}`);
  const { passed, failed, skipped } = name === "build" && isFresh() ? { passed: 1, failed: 0, skipped: 0 } : await runStage(stages[name]);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  if (failed) break;
}
const skipped = total.skipped ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed ? 1 : 0;

function chosenStages(names) {
  const unknown = names.find((name) => !(name in stages));
  if (unknown !== undefined) throw new Error(`There is no stage "${unknown}", only ${Object.keys(stages).join(", ")}`);
  return names.length ? names : Object.keys(stages);
}

/** A stage of tests says its own counts; any other is one check, passed when all its commands did. */
async function runStage(commands) {
  for (const command of commands) {
    const { code, output } = await run(command);
    const counts = lastCounts(output);
    if (counts) return code && !counts.failed ? { ...counts, failed: 1 } : counts;
    if (code) return { passed: 0, failed: 1, skipped: 0 };
  }
  return { passed: 1, failed: 0, skipped: 0 };
}

/** Shows what the command writes while it writes it. */
function run([program, ...args]) {
  const child = spawn(program, args, { stdio: ["inherit", "pipe", "inherit"] });
  const pass = (signal) => child.kill(signal);
  process.on("SIGINT", pass).on("SIGTERM", pass);
  let output = "";
  child.stdout.on("data", (chunk) => {
    process.stdout.write(chunk);
    output = (output + chunk).slice(-1000);
  });
  return new Promise((resolve) =>
    child.on("close", (code) => {
      process.off("SIGINT", pass).off("SIGTERM", pass);
      resolve({ code: code ?? 1, output });
    }),
  );
}

function lastCounts(output) {
  const [, passed, failed, skipped] = /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(output) ?? [];
  return passed === undefined ? undefined : { passed: Number(passed), failed: Number(failed), skipped: Number(skipped ?? 0) };
}
