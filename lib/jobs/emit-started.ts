import "server-only";
import { randomUUID } from "node:crypto";
import { inngest } from "./client";
import { processStarted } from "./events";

/** Tells the engine that a process came up, so that the sweep looks at once for what the one before left behind. */
export async function emitStarted(): Promise<void> {
  await inngest.send({ ...processStarted.create({}), id: `process.started:${randomUUID()}` });
}
