import { randomBytes } from "node:crypto";

/** Enough that nobody finds an endpoint by guessing, short enough to read aloud. */
const KEY_BYTES = 10;
const KEY = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/i;

export function makeSourceKey(): string {
  return randomBytes(KEY_BYTES).toString("hex");
}

/** Can this be the last part of an endpoint's address? */
export function isSourceKey(key: string): boolean {
  return KEY.test(key);
}

/** An endpoint that cannot be made as asked for. The message is for people. */
export class InvalidSource extends Error {
  override name = "InvalidSource";
}
