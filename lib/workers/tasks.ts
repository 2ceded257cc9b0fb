import type { Payload } from "@/lib/inbound/decode-here";
import { type DecodeOutcome, decodeTask } from "@/lib/inbound/decode-task";
import { type Bodies, type ShownBodies, showBodies } from "@/lib/mail/show";

/** What workers are asked to do: pure, slow at worst, on what strangers wrote. */
export interface TaskInputs {
  decode: Payload;
  show: Bodies;
}

export interface TaskResults {
  decode: DecodeOutcome;
  show: ShownBodies;
}

export type TaskName = keyof TaskInputs;

/** `transfer` is what moves to the other thread instead of being copied. */
export interface Performed<Name extends TaskName> {
  result: TaskResults[Name];
  transfer: ArrayBuffer[];
}

const tasks: { [Name in TaskName]: (input: TaskInputs[Name]) => Performed<Name> } = {
  decode: decodeTask,
  show: (bodies) => ({ result: showBodies(bodies), transfer: [] }),
};

/** Does a task on this thread. */
export function perform<Name extends TaskName>(name: Name, input: TaskInputs[Name]): Performed<Name> {
  return tasks[name](input);
}
