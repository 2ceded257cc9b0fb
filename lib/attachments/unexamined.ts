import "server-only";
import { and, asc, eq, inArray, lt, or } from "drizzle-orm";
import { db } from "@/db/client";
import { blobs } from "@/db/schema";
import { isOpenable } from "./blob-states";

const UNEXAMINED = { id: blobs.id, sniff: blobs.sniff, scan: blobs.scan, preview: blobs.preview, extract: blobs.extract };
const openable = and(eq(blobs.sniff, "done"), inArray(blobs.scan, ["none", "clean"]));
const waits = or(
  eq(blobs.sniff, "waiting"),
  eq(blobs.scan, "waiting"),
  and(openable, or(eq(blobs.preview, "waiting"), eq(blobs.extract, "waiting"))),
);

/** Those of `blobIds` with which something can be done now that was not. */
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

/** What is done with a file once it is kept, each by a job of its own. */
export type Examination = "sniff" | "scan" | "preview" | "extract";

/** What can be done with a file now. It is opened only after its type is known and no scanner objects. */
export function dueExaminations(blob: Omit<Unexamined, "id">): Examination[] {
  const states = isOpenable(blob) ? (["preview", "extract"] as const) : (["sniff", "scan"] as const);
  return states.filter((state) => blob[state] === "waiting");
}
