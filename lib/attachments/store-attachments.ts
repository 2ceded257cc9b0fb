import "server-only";
import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { blobs } from "@/db/schema";
import type { EmailAttachment } from "@/lib/mail/email";
import type { BlobStore } from "@/lib/storage/blobs";
import { blobStore } from "@/lib/storage/open";
import { fetchFile } from "./fetch-file";

/** Largest single attachment, in bytes. */
export const MAX_ATTACHMENT_BYTES = 100 * 1024 * 1024;

export interface StoredFile {
  blobId: string;
  size: number;
  /** Hex. */
  sha256: string;
}

export interface AttachmentScope {
  workspaceId: WorkspaceId;
  deliveryId: string;
  /** Hosts of the source whose links are followed inside our network. */
  trustedHosts: readonly string[];
}

/**
 * Keeps the bytes of a mail's attachments, once per workspace and content. Safe to repeat: content is its own name.
 * Returns one file for each attachment, in order.
 */
export async function storeAttachments(scope: AttachmentScope, attachments: EmailAttachment[]): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  // One at a time: a mail with hundreds of files must not hold hundreds of them in memory.
  for (const [position, attachment] of attachments.entries()) files.push(await storeAttachment(scope, attachment, position));
  return files;
}

async function storeAttachment(scope: AttachmentScope, { content, contentType }: EmailAttachment, position: number): Promise<StoredFile> {
  const store = blobStore();
  if (content.kind === "url") return storeLinked(store, scope, content.url, position);

  const sha256 = createHash("sha256").update(content.bytes).digest("hex");
  const known = await findBlob(scope.workspaceId, sha256);
  if (known) return known;
  const key = contentKey(scope.workspaceId, sha256);
  const { size } = await store.put(key, content.bytes, { contentType, maxBytes: MAX_ATTACHMENT_BYTES });
  return keepBlob(scope.workspaceId, { key, size, sha256 });
}

// What a link holds is known only once it is here: it comes in under the delivery's name and is then kept under its own.
async function storeLinked(store: BlobStore, scope: AttachmentScope, url: string, position: number): Promise<StoredFile> {
  const incoming = `incoming/${scope.deliveryId}/${position}`;
  const body = await fetchFile(url, { trustedHosts: scope.trustedHosts });
  const options = { contentType: "application/octet-stream", maxBytes: MAX_ATTACHMENT_BYTES };
  const { sha256, size } = await store.put(incoming, body, options);
  const key = contentKey(scope.workspaceId, sha256);

  let kept = await findBlob(scope.workspaceId, sha256);
  if (!kept) {
    const arrived = await store.open(incoming);
    if (!arrived) throw new Error(`${incoming} vanished from the blob store`);
    await store.put(key, arrived.stream, options);
    kept = await keepBlob(scope.workspaceId, { key, size, sha256 });
  }
  await store.remove(incoming);
  return kept;
}

async function keepBlob(workspaceId: WorkspaceId, blob: { key: string; size: number; sha256: string }): Promise<StoredFile> {
  await db
    .insert(blobs)
    .values({ workspaceId, ...blob })
    .onConflictDoNothing();
  const kept = await findBlob(workspaceId, blob.sha256);
  if (!kept) throw new Error(`Blob ${blob.sha256} was not kept`);
  return kept;
}

async function findBlob(workspaceId: WorkspaceId, sha256: string): Promise<StoredFile | undefined> {
  const [row] = await db
    .select({ blobId: blobs.id, size: blobs.size, sha256: blobs.sha256 })
    .from(blobs)
    .where(and(eq(blobs.workspaceId, workspaceId), eq(blobs.sha256, sha256)));
  return row;
}

function contentKey(workspaceId: WorkspaceId, sha256: string) {
  return `${workspaceId}/${sha256}`;
}
