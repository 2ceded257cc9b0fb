import "server-only";
import { createHash } from "node:crypto";
import type { WorkspaceId } from "@/db/columns";
import type { EmailAttachment } from "@/lib/mail/email";
import type { BlobStore } from "@/lib/storage/blobs";
import { blobStore } from "@/lib/storage/open";
import { fetchFile } from "./fetch-file";
import { keepBlob, type StoredFile } from "./keep-blob";

/** Largest single attachment, in bytes. */
export const MAX_ATTACHMENT_BYTES = 100 * 1024 * 1024;

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
  return keepBlob(scope.workspaceId, sha256, (key) => store.put(key, content.bytes, { contentType, maxBytes: MAX_ATTACHMENT_BYTES }));
}

// What a link holds is known only once it is here: it comes in under the delivery's name and is then kept under its own.
async function storeLinked(store: BlobStore, scope: AttachmentScope, url: string, position: number): Promise<StoredFile> {
  const incoming = `incoming/${scope.deliveryId}/${position}`;
  const body = await fetchFile(url, { trustedHosts: scope.trustedHosts });
  const options = { contentType: "application/octet-stream", maxBytes: MAX_ATTACHMENT_BYTES };
  const { sha256 } = await store.put(incoming, body, options);

  const kept = await keepBlob(scope.workspaceId, sha256, async (key) => {
    const arrived = await store.open(incoming);
    if (!arrived) throw new Error(`${incoming} vanished from the blob store`);
    return store.put(key, arrived.stream, options);
  });
  await store.remove(incoming);
  return kept;
}
