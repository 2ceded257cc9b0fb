import { sniffType } from "@/lib/attachments/sniff";
import type { Payload } from "@/lib/inbound/filing/decode-here";
import { type DecodeOutcome, decodeTask } from "@/lib/inbound/filing/decode-task";
import { type Bodies, type ShownBodies, showBodies } from "@/lib/mail/show";

/** What workers are asked to do: pure, slow at worst, on what strangers wrote. */
export interface TaskInputs {
  decode: Payload;
  show: Bodies;
  /** The first bytes of a file. */
  sniff: Uint8Array;
}

export interface TaskResults {
  decode: DecodeOutcome;
  show: ShownBodies;
  /** MIME type. */
  sniff: string | null;
}

export type TaskName = keyof TaskInputs;

/** `transfer` is what moves to the other thread instead of being copied. */
export interface Performed<Name extends TaskName> {
  result: TaskResults[Name];
  transfer: ArrayBuffer[];
}

const tasks: { [Name in TaskName]: (input: TaskInputs[Name]) => Performed<Name> | Promise<Performed<Name>> } = {
  decode: decodeTask,
  show: (bodies) => ({ result: showBodies(bodies), transfer: [] }),
  sniff: async (head) => ({ result: await sniffType(head), transfer: [] }),
};

/** Does a task on this thread. */
export async function perform<Name extends TaskName>(name: Name, input: TaskInputs[Name]): Promise<Performed<Name>> {
  return tasks[name](input);
}
