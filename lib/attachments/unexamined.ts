import "server-only";
import { and, asc, eq, inArray, lt, or } from "drizzle-orm";
import { db } from "@/db/client";
import { blobs } from "@/db/schema";

const UNEXAMINED = { id: blobs.id, sniff: blobs.sniff, scan: blobs.scan };
const waits = or(eq(blobs.sniff, "waiting"), eq(blobs.scan, "waiting"));

/** Those of `blobIds` that were not looked at, or not scanned. */
export function listUnexamined(blobIds: readonly string[]) {
  return db
    .select(UNEXAMINED)
    .from(blobs)
    .where(and(inArray(blobs.id, [...blobIds]), waits));
}

export type Unexamined = Awaited<ReturnType<typeof listUnexamined>>[number];

/** Blobs that have been waiting since before `before`, the oldest first. */
export function listLeftUnexamined(before: Date, limit: number): Promise<Unexamined[]> {
  return db
    .select(UNEXAMINED)
    .from(blobs)
    .where(and(lt(blobs.createdAt, before), waits))
    .orderBy(asc(blobs.createdAt))
    .limit(limit);
}
