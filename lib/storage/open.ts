import "server-only";
import { join } from "node:path";
import { singleton } from "@/db/singleton";
import { env } from "@/env";
import type { BlobStore } from "./blobs";
import { fileStore } from "./file-store";
import { vercelStore } from "./vercel-store";

/** Where this installation keeps its blobs: files in the data directory, or what the environment names. */
export function blobStore(): BlobStore {
  return singleton("blob-store", () => {
    const { BLOB_READ_WRITE_TOKEN, MAILROOM_DATA } = env();
    return BLOB_READ_WRITE_TOKEN ? vercelStore(BLOB_READ_WRITE_TOKEN) : fileStore(join(MAILROOM_DATA, "blobs"));
  });
}
