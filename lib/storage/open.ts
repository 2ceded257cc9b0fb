import "server-only";
import { join } from "node:path";
import { singleton } from "@/db/singleton";
import { env } from "@/env";
import type { BlobStore } from "./blobs";
import { fileStore } from "./file-store";
import { s3Store } from "./s3-store";
import { vercelStore } from "./vercel-store";

/** Where this installation keeps its blobs: files in the data directory, or what the environment names. */
export function blobStore(): BlobStore {
  return singleton("blob-store", () => {
    const { BLOB_READ_WRITE_TOKEN, MAILROOM_DATA, s3 } = env();
    if (s3) return s3Store(s3);
    return BLOB_READ_WRITE_TOKEN ? vercelStore(BLOB_READ_WRITE_TOKEN) : fileStore(join(MAILROOM_DATA, "blobs"));
  });
}
