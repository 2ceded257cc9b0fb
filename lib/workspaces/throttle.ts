import "server-only";
import { createHash } from "node:crypto";
import { inArray, lte, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { signInTries } from "@/db/schema";

export const SIGN_IN_WINDOW_MS = 15 * 60 * 1000;
export const TRIES_PER_ADDRESS = 10;
/** Higher, for one network address may be a whole office. */
export const TRIES_PER_NETWORK = 100;

export interface SignInTry {
  email: string;
  /** Of the client, as far as the nearest proxy tells. */
  ip: string | undefined;
}

/**
 * Counts one try to sign in and says how many milliseconds to wait, or 0 to go ahead. Counted before the password is looked
 * at, so that a hundred tries at once do not all pass. In Postgres, because every process must count the same tries.
 */
export async function countSignInTry(attempt: SignInTry, now = new Date()): Promise<number> {
  await db.delete(signInTries).where(lte(signInTries.resetsAt, now));
  const resetsAt = new Date(now.getTime() + SIGN_IN_WINDOW_MS);

  let wait = 0;
  for (const { key, limit } of keysOf(attempt)) {
    const [counted] = await db
      .insert(signInTries)
      .values({ key, count: 1, resetsAt })
      .onConflictDoUpdate({ target: signInTries.key, set: { count: sql`${signInTries.count} + 1` } })
      .returning();
    if (counted && counted.count > limit) wait = Math.max(wait, counted.resetsAt.getTime() - now.getTime());
  }
  return wait;
}

/** The person proved who they are. */
export async function forgetSignInTries(attempt: SignInTry) {
  const keys = keysOf(attempt).map(({ key }) => key);
  await db.delete(signInTries).where(inArray(signInTries.key, keys));
}

// Hashed: a mistyped address may be somebody's password.
function keysOf({ email, ip }: SignInTry) {
  const byAddress = {
    key: `email:${createHash("sha256").update(email.trim().toLowerCase()).digest("base64url")}`,
    limit: TRIES_PER_ADDRESS,
  };
  return ip ? [byAddress, { key: `ip:${ip}`, limit: TRIES_PER_NETWORK }] : [byAddress];
}
