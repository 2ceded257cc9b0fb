import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { WorkerPool } from "./pool";
import { perform, type TaskInputs, type TaskName, type TaskResults } from "./tasks";

const DEADLINE_MS = 10_000;
const MAX_WORKERS = 4;
/** A mail of 40 MB takes about 250. Buffers count apart from it. */
const MAX_HEAP_MB = 768;

let pool: Promise<WorkerPool | undefined> | undefined;

/**
 * Runs a task in a worker thread. Rejects with `TaskOverrun` when it takes too long or too much memory. `transfer` is what of the
 * input moves there instead of being copied: nobody here may use it any more.
 */
export async function runTask<Name extends TaskName>(
  name: Name,
  input: TaskInputs[Name],
  transfer: ArrayBuffer[] = [],
): Promise<TaskResults[Name]> {
  pool ??= openPool().catch((error: unknown) => {
    pool = undefined;
    throw error;
  });
  const workers = await pool;
  // Without a file to start threads from, as where a platform packed our code in its own way: here then. Tasks are linear.
  return workers ? workers.run(name, input, transfer) : (await perform(name, input)).result;
}

async function openPool(): Promise<WorkerPool | undefined> {
  const code = await workerCode();
  if (!code) return undefined;
  const options = { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB }, stderr: false, execArgv: [] };
  // Asked for at run time: Next's bundler would follow `new Worker` to a file that is not there yet.
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const spawn = () => ("file" in code ? new Worker(code.file, options) : new Worker(code.source, { ...options, eval: true }));
  return new WorkerPool({ size: Math.min(MAX_WORKERS, availableParallelism()), deadlineMs: DEADLINE_MS, spawn });
}

/** Built ahead in production (scripts/build.mjs); from the sources, as they are now, everywhere else. */
async function workerCode(): Promise<{ file: string } | { source: string } | undefined> {
  if (process.env.NODE_ENV !== "production") return { source: await bundleWorker() };
  const file = `${/* turbopackIgnore: true */ process.cwd()}/.server/worker.cjs`;
  return existsSync(file) ? { file } : undefined;
}

async function bundleWorker(): Promise<string> {
  const { build } = await import(/* turbopackIgnore: true */ "esbuild");
  const { outputFiles } = await build({
    entryPoints: ["lib/workers/entry.ts"],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    tsconfig: "tsconfig.node.json",
    // As in scripts/build.mjs.
    alias: { "css-tree": "css-tree/dist/csstree.esm" },
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}
