import { parentPort } from "node:worker_threads";
import type { Answer, Question } from "./pool";
import { perform } from "./tasks";

// What runs in a worker thread (run-task.ts). Bundled into one file of its own: threads do not see the loaders of the main one.
parentPort?.on("message", async ({ name, input }: Question) => {
  try {
    const { result, transfer } = await perform(name, input);
    parentPort?.postMessage({ result } satisfies Answer, transfer);
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies Answer);
  }
});
