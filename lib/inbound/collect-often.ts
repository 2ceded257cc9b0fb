import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";

/** Of the young generation, in percent: how full it may be before it is collected on the side. V8's own is 80. */
const TRIGGER_PERCENT = 15;
/** On so few cores, threads that help to collect take the time from the database and from each other. */
const FEW_CORES = 2;

/**
 * A mail leaves little on JavaScript's heap and fifty kilobytes of buffers outside of it. Those pass V8's limit for what
 * is outside (64 MB) long before the young generation is full, and then the *whole* heap is collected every thousand mails.
 * Collecting the young one a little earlier frees the buffers in time: 28 whole collections became 11, and a fifth of the
 * door's processor time was saved. Measured on V8 11 (Node 20), on the heap it then shared with the pages, and set there only.
 */
export function collectOften() {
  if (process.versions.v8.startsWith("11.")) setFlagsFromString(`--minor-gc-task-trigger=${TRIGGER_PERCENT}`);
  if (availableParallelism() <= FEW_CORES) setFlagsFromString("--no-parallel-scavenge");
}
