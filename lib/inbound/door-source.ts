import "server-only";
import { BroadcastChannel } from "node:worker_threads";
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { type Source, sourceSecrets, sources } from "@/db/schema";
import { singleton } from "@/db/singleton";
import { env } from "@/env";
import { openKey, type VerifyKey } from "./signatures/keys";
import { type Scheme, schemeOf } from "./signatures/schemes";
import { open } from "./signatures/secrets";
import { isSourceKey } from "./signatures/source-key";

/** How long a request may be checked against what a source was: a rotated or disabled one takes this long to be noticed. */
const FRESH_MS = 3_000;
/** Keys are guessed at: what was asked for is not kept without end. */
const MAX_CACHED = 1_000;
const CHANGED = "changed";
/** Stands for the only source of a small installation. */
const ONLY = Symbol("only");

/** A source as the door needs it: its scheme read and its live secrets opened, newest first. */
export interface DoorSource extends Source {
  verification: Scheme;
  keys: VerifyKey[];
  maxBytes: number;
}

interface Cached {
  source: Promise<DoorSource | undefined>;
  until: number;
}

/** The enabled source under a key. */
export function findSource(key: string): Promise<DoorSource | undefined> {
  return isSourceKey(key) ? cached(key, () => load(key)) : Promise.resolve(undefined);
}

/** The enabled source of an installation that has exactly one: its endpoint needs no key. */
export function findOnlySource(): Promise<DoorSource | undefined> {
  return cached(ONLY, async () => {
    const found = await db.select({ key: sources.key }).from(sources).where(isNull(sources.disabledAt)).limit(2);
    const [only] = found;
    return found.length === 1 && only ? load(only.key) : undefined;
  });
}

/** After a change, so that every thread of this process sees it at once. */
export function forgetSources() {
  cache().clear();
  changes().postMessage(CHANGED);
}

function cached(key: string | typeof ONLY, ask: () => Promise<DoorSource | undefined>): Promise<DoorSource | undefined> {
  const known = cache().get(key);
  if (known && known.until > Date.now()) return known.source;

  const source = ask();
  if (cache().size >= MAX_CACHED) cache().clear();
  cache().set(key, { source, until: Date.now() + FRESH_MS });
  source.catch(() => cache().delete(key));
  return source;
}

function cache(): Map<string | typeof ONLY, Cached> {
  return singleton("door-sources", () => {
    const sources = new Map<string | typeof ONLY, Cached>();
    changes().onmessage = () => sources.clear();
    return sources;
  });
}

/** Sources are changed on pages and by commands, and the door has a thread of its own. */
function changes(): BroadcastChannel {
  return singleton("door-sources-changes", () => {
    const channel = new BroadcastChannel("mailroom door sources");
    channel.unref();
    return channel;
  });
}

async function load(key: string): Promise<DoorSource | undefined> {
  const alive = or(isNull(sourceSecrets.expiresAt), gt(sourceSecrets.expiresAt, sql`now()`));
  const rows = await db
    .select({ source: sources, sealed: sourceSecrets.sealed })
    .from(sources)
    .leftJoin(sourceSecrets, and(eq(sourceSecrets.sourceId, sources.id), alive))
    .where(and(eq(sources.key, key), isNull(sources.disabledAt)))
    .orderBy(sql`${sourceSecrets.id} desc`);
  const source = rows[0]?.source;
  if (!source) return undefined;

  const verification = schemeOf(source.scheme, source.schemeOptions);
  const secrets = rows.flatMap(({ sealed }) => (sealed === null ? [] : [open(sealed, source.id)]));
  return {
    ...source,
    verification,
    keys: verification.check === "none" ? [] : secrets.map((secret) => openKey(verification, secret)),
    maxBytes: source.maxBodyBytes ?? env().MAILROOM_MAX_BODY_BYTES,
  };
}
