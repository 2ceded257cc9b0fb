import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { type BlobStore, BlobTooLarge } from "@/lib/storage/blobs";
import { fileStore } from "@/lib/storage/file-store";
import { s3Store } from "@/lib/storage/s3-store";
import { vercelStore } from "@/lib/storage/vercel-store";
import { S3_ACCOUNT, startS3Stub } from "@/tests/support/s3-stub";
import { startVercelBlobStub } from "@/tests/support/vercel-blob-stub";

interface Opened {
  store: BlobStore;
  /** Everything the store holds, seen from behind: half-written things too. */
  holds: () => Promise<string[]>;
  close: () => Promise<unknown>;
}

const MEGABYTE = 1024 * 1024;
const PLAIN = { contentType: "text/plain", maxBytes: 64 * MEGABYTE };

const stores: Record<string, () => Promise<Opened>> = {
  async "files on disk"() {
    const root = await mkdtemp(join(tmpdir(), "mailroom-blobs-"));
    const files = async () => (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    return {
      store: fileStore(root),
      holds: async () => (await files()).map(({ name }) => name),
      close: () => rm(root, { recursive: true, force: true }),
    };
  },

  async "Vercel Blob"() {
    const stub = await startVercelBlobStub();
    return {
      store: vercelStore("vercel_blob_rw_store_secret"),
      holds: async () => [...stub.blobs.keys()],
      close: () => stub.stop(),
    };
  },

  async S3() {
    const stub = await startS3Stub();
    return {
      store: s3Store({ ...S3_ACCOUNT, endpoint: stub.endpoint, bucket: "mail", pathStyle: true }),
      holds: async () => [...stub.blobs.keys(), ...stub.uploads.keys()],
      close: () => stub.stop(),
    };
  },
};

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function* inChunks(bytes: Buffer, size = 100_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(store: BlobStore, key: string, range?: { start: number; end?: number }) {
  const found = await store.open(key, range);
  return found && { size: found.size, bytes: Buffer.from(await new Response(found.stream).arrayBuffer()) };
}

async function keysOf(store: BlobStore, prefix: string) {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys.toSorted();
}

for (const [name, open] of Object.entries(stores)) {
  test.describe(`${name}: a blob`, () => {
    let opened: Opened;
    let store: BlobStore;
    test.beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    test.afterEach(() => opened.close());

    for (const size of [0, 1, 100_000, 8 * MEGABYTE, 8 * MEGABYTE + 1, 20 * MEGABYTE])
      test(`of ${size} bytes comes back as it went in, with its size and hash`, async () => {
        const bytes = randomBytes(size);
        expect(await store.put("w/raw/one", inChunks(bytes), PLAIN)).toEqual({ size, sha256: sha256(bytes) });
        const back = await read(store, "w/raw/one");
        expect(back?.size).toBe(size);
        expect(back?.bytes.equals(bytes)).toBe(true);
        expect(await store.head("w/raw/one")).toEqual({ size });
      });

    test("can be put from memory, and put again, which replaces it", async () => {
      await store.put("one", Buffer.from("first"), PLAIN);
      await store.put("one", Buffer.from("second"), PLAIN);
      expect((await read(store, "one"))?.bytes.toString()).toBe("second");
      expect(await opened.holds()).toHaveLength(1);
    });

    test("put ten times at once under one key is whole", async () => {
      const bodies = Array.from({ length: 10 }, () => randomBytes(300_000));
      await Promise.all(bodies.map((body) => store.put("one", inChunks(body), PLAIN)));
      const back = await read(store, "one");
      expect(bodies.some((body) => back?.bytes.equals(body))).toBe(true);
      expect(await opened.holds()).toHaveLength(1);
    });

    test("can be read in parts", async () => {
      await store.put("one", Buffer.from("0123456789"), PLAIN);
      const part = async (range: { start: number; end?: number }) => {
        const found = await read(store, "one", range);
        return found && `${found.bytes} of ${found.size}`;
      };
      expect(await part({ start: 2, end: 4 })).toBe("234 of 10");
      expect(await part({ start: 7 })).toBe("789 of 10");
      expect(await part({ start: 0, end: 99 })).toBe("0123456789 of 10");
      expect(await part({ start: 0, end: 0 })).toBe("0 of 10");
    });

    test("without bytes has none in any part of it", async () => {
      await store.put("one", Buffer.alloc(0), PLAIN);
      const back = await read(store, "one", { start: 0, end: 31 });
      expect(back).toEqual({ size: 0, bytes: Buffer.alloc(0) });
    });

    test("that is missing is undefined to whoever asks, and no error to whoever removes it", async () => {
      expect(await store.open("nowhere/one")).toBeUndefined();
      expect(await store.head("nowhere/one")).toBeUndefined();
      await store.remove("nowhere/one");
    });

    test("that is removed is gone", async () => {
      await store.put("one", Buffer.from("x"), PLAIN);
      await store.remove("one");
      await store.remove("one");
      expect(await store.open("one")).toBeUndefined();
      expect(await opened.holds()).toEqual([]);
    });

    for (const size of [10_000, 20 * MEGABYTE]) {
      test(`over its limit at ${size} bytes is refused and leaves nothing`, async () => {
        const put = store.put("one", inChunks(randomBytes(size)), { ...PLAIN, maxBytes: size - 1 });
        await expect(put).rejects.toThrow(BlobTooLarge);
        expect(await store.open("one")).toBeUndefined();
        expect(await opened.holds()).toEqual([]);
      });

      test(`whose source breaks after ${size} bytes leaves nothing, and what was there before`, async () => {
        const breaking = async function* () {
          yield* inChunks(randomBytes(size));
          throw new Error("the sender hung up");
        };
        await expect(store.put("new", breaking(), PLAIN)).rejects.toThrow("hung up");
        await store.put("old", Buffer.from("kept"), PLAIN);
        await expect(store.put("old", breaking(), PLAIN)).rejects.toThrow("hung up");
        expect(await store.open("new")).toBeUndefined();
        expect((await read(store, "old"))?.bytes.toString()).toBe("kept");
        expect(await opened.holds()).toHaveLength(1);
      });
    }

    test("is found by the beginning of its key", async () => {
      for (const key of ["w1/raw/a", "w1/raw/b", "w1/raw2/c", "w1/bodies/d", "w2/raw/e", "top"])
        await store.put(key, Buffer.from(key), PLAIN);
      expect(await keysOf(store, "w1/raw/")).toEqual(["w1/raw/a", "w1/raw/b"]);
      expect(await keysOf(store, "w1/raw")).toEqual(["w1/raw/a", "w1/raw/b", "w1/raw2/c"]);
      expect(await keysOf(store, "")).toEqual(["top", "w1/bodies/d", "w1/raw/a", "w1/raw/b", "w1/raw2/c", "w2/raw/e"]);
      expect(await keysOf(store, "w3/")).toEqual([]);
    });

    test("has a key that leads nowhere else", async () => {
      for (const key of [
        "",
        "/etc/passwd",
        "../one",
        "a/../../one",
        "a//b",
        "a/",
        ".hidden",
        "a/.b",
        "a\u0000b",
        "a\\b",
        "é",
        "x".repeat(600),
      ])
        await expect(store.put(key, Buffer.from("x"), PLAIN)).rejects.toThrow(TypeError);
      expect(await opened.holds()).toEqual([]);
    });
  });
}

test("Vercel Blob: a part that fails fails the whole, and nothing shows", async () => {
  const stub = await startVercelBlobStub();
  stub.faults.failPart = 2;
  const store = vercelStore("vercel_blob_rw_store_secret");
  await expect(store.put("one", inChunks(randomBytes(20 * MEGABYTE)), PLAIN)).rejects.toThrow();
  expect(await store.open("one")).toBeUndefined();
  await stub.stop();
});

test.describe("S3: an upload in parts", () => {
  let stub: Awaited<ReturnType<typeof startS3Stub>>;
  let store: BlobStore;
  test.beforeEach(async () => {
    stub = await startS3Stub();
    store = s3Store({ ...S3_ACCOUNT, endpoint: stub.endpoint, bucket: "mail", pathStyle: true });
  });
  test.afterEach(() => stub.stop());

  test("survives a part that fails at first", async () => {
    Object.assign(stub.faults, { failPart: 2, times: 2 });
    const bytes = randomBytes(20 * MEGABYTE);
    await store.put("one", inChunks(bytes), PLAIN);
    expect(stub.blobs.get("one")?.equals(bytes)).toBe(true);
  });

  test("one of whose parts fails for good leaves nothing behind to be paid for", async () => {
    stub.faults.failPart = 2;
    await expect(store.put("one", inChunks(randomBytes(20 * MEGABYTE)), PLAIN)).rejects.toThrow("500 InternalError");
    expect([...stub.blobs, ...stub.uploads]).toEqual([]);
  });

  test("that a dead process left is dropped when it is old, and not while it may go on", async () => {
    stub.uploads.set("left", { key: "w/left", startedAt: new Date("2026-01-01"), parts: new Map() });
    stub.uploads.set("going", { key: "w/going", startedAt: new Date("2026-01-03"), parts: new Map() });
    expect(await store.dropUnfinished(new Date("2026-01-02"))).toBe(1);
    expect([...stub.uploads.keys()]).toEqual(["going"]);
    expect(await store.dropUnfinished(new Date("2026-01-02"))).toBe(0);
  });

  test("that dead processes left is dropped however many pages the store lists them on", async () => {
    const old = Array.from({ length: 11 }, (_, index) => `old-${index}`);
    const begin = (id: string, startedAt: string) =>
      stub.uploads.set(id, { key: "w/same", startedAt: new Date(startedAt), parts: new Map() });
    for (const id of old) begin(id, "2026-01-01");
    for (const id of ["a-going", "old-going", "z-going"]) begin(id, "2026-01-03");
    stub.uploads.set("elsewhere", { key: "w/z", startedAt: new Date("2026-01-01"), parts: new Map() });

    expect(await store.dropUnfinished(new Date("2026-01-02"))).toBe(old.length + 1);
    expect([...stub.uploads.keys()]).toEqual(["a-going", "old-going", "z-going"]);
  });

  test("is not taken for done when the store says 200 and then that it failed", async () => {
    stub.faults.failCompletion = true;
    await expect(store.put("one", inChunks(randomBytes(20 * MEGABYTE)), PLAIN)).rejects.toThrow("InternalError");
    expect([...stub.blobs, ...stub.uploads]).toEqual([]);
  });
});

test("S3: a wrong secret is refused, and the reason said", async () => {
  const stub = await startS3Stub();
  const store = s3Store({ ...S3_ACCOUNT, secretAccessKey: "another", endpoint: stub.endpoint, bucket: "mail", pathStyle: true });
  await expect(store.put("one", Buffer.from("x"), PLAIN)).rejects.toThrow("403 SignatureDoesNotMatch");
  await expect(store.open("one")).rejects.toThrow("403 SignatureDoesNotMatch");
  expect(stub.refused).toEqual(["SignatureDoesNotMatch", "SignatureDoesNotMatch"]);
  await stub.stop();
});

test("S3: the bucket can stand in the host name", async () => {
  const stub = await startS3Stub();
  const ordinary = getGlobalDispatcher();
  setGlobalDispatcher(new Agent({ connect: { lookup: (_host, _options, found) => found(null, [{ address: "127.0.0.1", family: 4 }]) } }));
  const endpoint = stub.endpoint.replace("127.0.0.1", "s3.example.test");
  const store = s3Store({ ...S3_ACCOUNT, endpoint, bucket: "mail", pathStyle: false });
  await store.put("w/one", Buffer.from("x"), PLAIN);
  expect((await read(store, "w/one"))?.bytes.toString()).toBe("x");
  expect(await keysOf(store, "w/")).toEqual(["w/one"]);
  setGlobalDispatcher(ordinary);
  await stub.stop();
});

test("files on disk: what a dead process left is dropped when it is old, and nothing else", async () => {
  const root = await mkdtemp(join(tmpdir(), "mailroom-blobs-"));
  const store = fileStore(root);
  await store.put("w/one", Buffer.from("kept"), PLAIN);
  const folder = join(root, "w");
  for (const [name, at] of [
    [".unfinished-old", "2026-01-01"],
    [".unfinished-new", "2026-01-03"],
  ] as const) {
    await writeFile(join(folder, name), "half");
    await utimes(join(folder, name), new Date(at), new Date(at));
  }
  expect(await store.dropUnfinished(new Date("2026-01-02"))).toBe(1);
  expect(await readdir(folder)).toContain(".unfinished-new");
  expect(await readdir(folder)).not.toContain(".unfinished-old");
  expect((await read(store, "w/one"))?.bytes.toString()).toBe("kept");
  expect(await fileStore(join(root, "nowhere")).dropUnfinished(new Date())).toBe(0);
  await rm(root, { recursive: true });
});
