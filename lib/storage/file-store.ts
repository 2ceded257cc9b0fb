import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { BlobStore, ByteRange } from "./blobs";
import { counted } from "./counted";
import { emptyStream } from "./empty-stream";
import { checkKey } from "./keys";

/** Files being written, with names no key can have. */
const UNFINISHED = ".unfinished-";
const CHUNK_BYTES = 64 * 1024;

/**
 * Blobs as files under `root`. A file appears under its name only when it is whole and on the disk: it is written beside
 * its place, flushed, renamed, and the folder flushed too. Folders are sharded (`raw/.4f/0193…`), because some file
 * systems slow down with a million names in one.
 */
export function fileStore(root: string): BlobStore {
  const pathOf = (key: string) => {
    const name = basename(checkKey(key));
    // The data directory is no part of the deployment: the file tracer would take the whole project for it.
    return join(/*turbopackIgnore: true*/ root, dirname(key), shardOf(name), name);
  };

  return {
    async put(key, body, { maxBytes }) {
      const path = pathOf(key);
      const folder = dirname(path);
      const created = await mkdir(folder, { recursive: true });
      const unfinished = join(folder, `${UNFINISHED}${randomUUID()}`);
      try {
        const stored = await write(unfinished, body, maxBytes);
        await rename(unfinished, path);
        await flushFolders(folder, created ? dirname(created) : folder);
        return stored;
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },

    async open(key, range) {
      const file = await openFile(pathOf(key));
      if (!file) return undefined;
      const { size } = await file.stat();
      return { size, stream: stream(file, clamp(range, size)) };
    },

    async head(key) {
      const found = await stat(/*turbopackIgnore: true*/ pathOf(key)).catch(unlessMissing);
      return found && { size: found.size };
    },

    async remove(key) {
      await rm(pathOf(key), { force: true });
    },

    list(prefix) {
      return walk(root, "", prefix);
    },

    dropUnfinished(before) {
      return dropUnfinished(root, before);
    },
  };
}

async function dropUnfinished(folder: string, before: Date): Promise<number> {
  const entries = await opendir(folder).catch(unlessMissing);
  if (!entries) return 0;
  let dropped = 0;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) dropped += await dropUnfinished(path, before);
    else if (entry.name.startsWith(UNFINISHED)) {
      const found = await stat(/*turbopackIgnore: true*/ path).catch(unlessMissing);
      if (!found || found.mtime >= before) continue;
      await rm(path, { force: true });
      dropped++;
    }
  }
  return dropped;
}

async function write(path: string, body: AsyncIterable<Uint8Array> | Uint8Array, maxBytes: number) {
  const file = await open(path, "wx", 0o600);
  try {
    const { chunks, result } = counted(body, maxBytes);
    for await (const chunk of chunks) await file.writeFile(chunk);
    await file.sync();
    return result();
  } finally {
    await file.close();
  }
}

/** A rename is on the disk once its folder is; a new folder once the one above it is. */
async function flushFolders(from: string, upTo: string) {
  for (let folder = from; ; folder = dirname(folder)) {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
    if (folder === upTo || folder === dirname(folder)) return;
  }
}

/** Reads when somebody wants more, and lets go of the file when they have it all or leave: what Node makes of a file's stream does neither for sure. */
function stream(file: FileHandle, { start, end }: { start: number; end: number }): ReadableStream<Uint8Array> {
  if (end < start) {
    void file.close();
    return emptyStream();
  }
  let at = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = new Uint8Array(Math.min(CHUNK_BYTES, end - at + 1));
        const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
        at += bytesRead;
        if (bytesRead > 0) controller.enqueue(chunk.subarray(0, bytesRead));
        if (bytesRead > 0 && at <= end) return;
        controller.close();
        await file.close();
      },
      // Waits for a read that is under way; what that brings nobody takes any more.
      cancel: () => file.close(),
    },
    { highWaterMark: 0 },
  );
}

function clamp(range: ByteRange | undefined, size: number) {
  return { start: range?.start ?? 0, end: Math.min(range?.end ?? size - 1, size - 1) };
}

async function* walk(folder: string, above: string, prefix: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch(unlessMissing);
  if (!entries) return;
  for await (const entry of entries) {
    const isShard = entry.name.startsWith(".");
    const key = isShard ? above : above + entry.name;
    if (!entry.isDirectory()) {
      if (!isShard && key.startsWith(prefix)) yield key;
      continue;
    }
    const below = isShard ? above : `${key}/`;
    if (below.startsWith(prefix) || prefix.startsWith(below)) yield* walk(join(folder, entry.name), below, prefix);
  }
}

/** By hash, for keys made one after the other share their beginnings. */
function shardOf(name: string): string {
  return `.${createHash("sha256").update(name).digest("hex").slice(0, 2)}`;
}

function openFile(path: string) {
  return open(path, "r").catch(unlessMissing);
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
}
