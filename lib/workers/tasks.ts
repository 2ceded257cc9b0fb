import { decodeTask } from "@/lib/inbound/decode-task";

/** Everything workers do: pure, slow at worst, on what strangers wrote. */
export const tasks = { decode: decodeTask };

export type TaskName = keyof typeof tasks;
export type TaskInput<Name extends TaskName> = Parameters<(typeof tasks)[Name]>[0];
export type TaskResult<Name extends TaskName> = ReturnType<(typeof tasks)[Name]>["result"];
