import "server-only";
import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { type MailboxId, newId, type WorkspaceId } from "@/db/columns";
import { deliveries, type Source, sourceSecrets, sources } from "@/db/schema";
import { announce } from "@/lib/live/announce";
import { forgetSources } from "./door-source";
import { makeSecret, openKey } from "./signatures/keys";
import { type Scheme, schemeOf } from "./signatures/schemes";
import { open, seal } from "./signatures/secrets";
import { InvalidSource, isSourceKey, makeSourceKey } from "./signatures/source-key";

export interface NewSource {
  name: string;
  defaultMailboxId: MailboxId;
  /** A preset of lib/inbound/signatures/schemes.ts, or `custom` with its `schemeOptions`. */
  scheme: string;
  schemeOptions?: Record<string, unknown>;
  /** Generated when left out. */
  secret?: string;
  /** Last part of the endpoint's address. Generated when left out. */
  key?: string;
  /** A person may look at the generated secret once (`revealSecret`). */
  revealable?: boolean;
}

/**
 * Makes an endpoint. `secret` is empty for the scheme `none`. Throws `InvalidSource`, `UnknownScheme`, `InvalidSecret` or a
 * ZodError on what a person got wrong.
 */
export async function createSource(workspaceId: WorkspaceId, source: NewSource): Promise<{ source: Source; secret: string }> {
  const made = await db.transaction((tx) => insertSource(tx, workspaceId, source));
  forgetSources();
  return made;
}

/** The same inside a caller's transaction. */
export async function insertSource(tx: Tx, workspaceId: WorkspaceId, { secret, key, revealable = false, ...source }: NewSource) {
  const scheme = schemeOf(source.scheme, source.schemeOptions);
  if (key !== undefined && !isSourceKey(key))
    throw new InvalidSource("key: must be letters, digits, dots, hyphens and underscores, at most 64, a letter or digit at both ends");
  const [inserted] = await tx
    .insert(sources)
    .values({ ...source, workspaceId, key: key ?? makeSourceKey() })
    .onConflictDoNothing({ target: sources.key })
    .returning();
  if (!inserted) throw new InvalidSource(`key: another endpoint has the key "${key}"`);
  return { source: inserted, secret: await insertSecret(tx, inserted.id, scheme, { secret, revealable }) };
}

/**
 * Gives a source a new secret. The one before stays valid for `overlapSeconds`, so that the sender can change over;
 * older ones end now. Undefined when there is no such source.
 */
export async function rotateSecret(
  workspaceId: WorkspaceId,
  sourceId: string,
  { secret, overlapSeconds }: { secret?: string; overlapSeconds: number },
): Promise<{ secret: string } | undefined> {
  const rotated = await db.transaction(async (tx) => {
    const source = await lockSource(tx, workspaceId, sourceId);
    if (!source) return undefined;
    await endSecrets(tx, sourceId, overlapSeconds);
    return { secret: await insertSecret(tx, sourceId, schemeOf(source.scheme, source.schemeOptions), { secret, revealable: false }) };
  });
  forgetSources();
  return rotated;
}

/**
 * The generated secret of a source that nobody has seen yet: once. Undefined afterwards, and for secrets that a person
 * gave.
 */
export async function revealSecret(workspaceId: WorkspaceId, sourceId: string): Promise<string | undefined> {
  return db.transaction(async (tx) => {
    if (!(await lockSource(tx, workspaceId, sourceId))) return undefined;
    const [seen] = await tx
      .update(sourceSecrets)
      .set({ revealable: false })
      .where(and(eq(sourceSecrets.sourceId, sourceId), eq(sourceSecrets.revealable, true)))
      .returning({ sealed: sourceSecrets.sealed });
    return seen && open(seen.sealed, sourceId);
  });
}

/** Gives a dead delivery another try: the caller tells the engine. False when it is not dead, or not of this workspace. */
export async function reviveDelivery(workspaceId: WorkspaceId, deliveryId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [revived] = await tx
      .update(deliveries)
      .set({ state: "accepted", reason: null, finishedAt: null, emittedAt: null })
      .where(and(eq(deliveries.workspaceId, workspaceId), eq(deliveries.id, deliveryId), eq(deliveries.state, "dead")))
      .returning({ emissions: deliveries.emissions });
    if (!revived) return false;
    await announce(tx, {
      workspaceId,
      deliveryId,
      kind: "delivery.changed",
      dedupe: `delivery:${deliveryId}:${revived.emissions}:accepted`,
    });
    return true;
  });
}

/** Rotations of one source go one after the other. */
async function lockSource(tx: Tx, workspaceId: WorkspaceId, sourceId: string) {
  const [source] = await tx
    .select()
    .from(sources)
    .where(and(eq(sources.workspaceId, workspaceId), eq(sources.id, sourceId)))
    .for("update");
  return source;
}

async function endSecrets(tx: Tx, sourceId: string, overlapSeconds: number) {
  const alive = and(eq(sourceSecrets.sourceId, sourceId), or(isNull(sourceSecrets.expiresAt), gt(sourceSecrets.expiresAt, sql`now()`)));
  const [newest, ...older] = await tx.select({ id: sourceSecrets.id }).from(sourceSecrets).where(alive).orderBy(desc(sourceSecrets.id));
  for (const { id } of older) await tx.update(sourceSecrets).set({ expiresAt: sql`now()` }).where(eq(sourceSecrets.id, id));
  if (!newest) return;
  const until = sql`now() + ${overlapSeconds} * interval '1 second'`;
  await tx
    .update(sourceSecrets)
    .set({ expiresAt: sql`least(${sourceSecrets.expiresAt}, ${until})` })
    .where(eq(sourceSecrets.id, newest.id));
}

/** Returns the secret in clear: the one moment it is. */
async function insertSecret(
  tx: Tx,
  sourceId: string,
  scheme: Scheme,
  { secret, revealable }: { secret: string | undefined; revealable: boolean },
) {
  const clear = secret ?? makeSecret(scheme);
  if (clear === undefined) return "";
  openKey(scheme, clear);
  await tx.insert(sourceSecrets).values({ id: newId(), sourceId, sealed: seal(clear, sourceId), revealable });
  return clear;
}
