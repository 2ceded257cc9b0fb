import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, like, lte, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { users, verifications } from "@/db/schema";

export const SIGN_IN_LINK_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Path of a link that signs this account in once, within a day; undefined when nobody has that address. */
export async function issueSignInLink(email: string, now = new Date()): Promise<string | undefined> {
  const [user] = await db.select({ id: users.id }).from(users).where(eq(users.email, email.trim().toLowerCase()));
  if (!user) return undefined;

  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(now.getTime() + SIGN_IN_LINK_LIFETIME_MS);
  await db.delete(verifications).where(and(isLink, lte(verifications.expiresAt, now)));
  await db.insert(verifications).values({ identifier: identifierOf(token), value: user.id, expiresAt });
  return `/link/${token}`;
}

/** Whose link it is, without spending it. */
export async function findSignInLink(token: string, now = new Date()) {
  const [user] = await db
    .select({ name: users.name, email: users.email })
    .from(verifications)
    .innerJoin(users, eq(sql`${users.id}::text`, verifications.value))
    .where(and(eq(verifications.identifier, identifierOf(token)), gt(verifications.expiresAt, now)));
  return user;
}

/**
 * Takes the link out of the world, with all others of the same person, and says whose it was. Of two at once, one gets it.
 * The others go because they lie about where this one did: in a terminal's history, in a log.
 */
export async function redeemSignInLink(token: string, now = new Date()): Promise<string | undefined> {
  const [redeemed] = await db
    .delete(verifications)
    .where(and(eq(verifications.identifier, identifierOf(token)), gt(verifications.expiresAt, now)))
    .returning({ userId: verifications.value });
  if (redeemed) await db.delete(verifications).where(and(isLink, eq(verifications.value, redeemed.userId)));
  return redeemed?.userId;
}

const PREFIX = "sign-in-link:";
const isLink = like(verifications.identifier, `${PREFIX}%`);

// Hashed: whoever reads the table must not be able to sign in with it.
function identifierOf(token: string) {
  return PREFIX + createHash("sha256").update(token).digest("base64url");
}
