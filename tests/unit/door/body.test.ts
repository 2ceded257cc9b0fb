import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { type BodyRules, readBody } from "@/lib/inbound/body";
import type { BlobStore } from "@/lib/storage/blobs";
import { counted } from "@/lib/storage/counted";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Keeps blobs in memory, all or nothing, as the contract asks. */
function memoryStore() {
  const blobs = new Map<string, Buffer>();
  const store: BlobStore = {
    async put(key, body, { maxBytes }) {
      const { chunks, result } = counted(body, maxBytes);
      const kept: Uint8Array[] = [];
      for await (const chunk of chunks) kept.push(chunk);
      blobs.set(key, Buffer.concat(kept));
      return result();
    },
    open: async () => undefined,
    head: async () => undefined,
    remove: async (key) => void blobs.delete(key),
    async *list() {},
    dropUnfinished: async () => 0,
  };
  return { blobs, store };
}

function setUp(overrides: Partial<BodyRules> = {}) {
  const { blobs, store } = memoryStore();
  const seen: Uint8Array[] = [];
  const rules: BodyRules = {
    maxBytes: 10_000,
    declared: undefined,
    inMemory: 1_000,
    pace: { graceMs: 10_000, bytesPerSecond: 1 },
    spool: { store: () => store, key: "one", contentType: "application/octet-stream" },
    onChunk: (chunk) => seen.push(chunk),
    ...overrides,
  };
  return { blobs, rules, seen: () => Buffer.concat(seen) };
}

async function* chunksOf(bytes: Buffer, size = 300) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test("a small body stays in memory, and every byte is shown once", async () => {
  const bytes = randomBytes(1_000);
  const { rules, seen, blobs } = setUp({ declared: 1_000 });
  const body = await readBody(chunksOf(bytes), rules);
  expect(body).toMatchObject({ kept: "memory", size: 1_000, sha256: sha256(bytes) });
  expect(seen().equals(bytes)).toBe(true);
  expect(blobs.size).toBe(0);
});

test("a larger body goes to the store from its first byte on", async () => {
  const bytes = randomBytes(1_001);
  const { rules, seen, blobs } = setUp();
  expect(await readBody(chunksOf(bytes), rules)).toMatchObject({ kept: "blob", key: "one", size: 1_001, sha256: sha256(bytes) });
  expect(blobs.get("one")?.equals(bytes)).toBe(true);
  expect(seen().equals(bytes)).toBe(true);
});

test("no body is an empty one", async () => {
  expect(await readBody(null, setUp().rules)).toMatchObject({ kept: "memory", size: 0, sha256: sha256(Buffer.alloc(0)) });
});

for (const size of [400, 5_000]) {
  test(`a body of ${size} bytes that is shorter or longer than declared is cut, and leaves nothing`, async () => {
    for (const declared of [size - 1, size + 1]) {
      const { rules, blobs } = setUp({ declared });
      expect(await readBody(chunksOf(Buffer.alloc(size)), rules)).toBe("cut");
      expect(blobs.size).toBe(0);
    }
  });

  test(`a body over a limit below ${size} bytes is left at once`, async () => {
    const { rules, blobs, seen } = setUp({ maxBytes: size - 100 });
    let left = false;
    const endless = async function* () {
      try {
        while (true) yield Buffer.alloc(100);
      } finally {
        left = true;
      }
    };
    expect(await readBody(endless(), rules)).toBe("too-large");
    await expect.poll(() => left).toBe(true);
    expect(seen().length).toBeLessThanOrEqual(size);
    expect(blobs.size).toBe(0);
  });

  test(`a sender that hangs up after ${size} bytes is gone, and leaves nothing`, async () => {
    const { rules, blobs } = setUp();
    const broken = async function* () {
      yield* chunksOf(Buffer.alloc(size));
      throw new Error("ECONNRESET");
    };
    expect(await readBody(broken(), rules)).toBe("gone");
    expect(blobs.size).toBe(0);
  });

  test(`a sender that falls silent after ${size} bytes is too slow, and leaves nothing`, async () => {
    const { rules, blobs } = setUp({ pace: { graceMs: 20, bytesPerSecond: 1_000_000 } });
    const silent = async function* () {
      yield* chunksOf(Buffer.alloc(size));
      await new Promise(() => undefined);
    };
    expect(await readBody(silent(), rules)).toBe("too-slow");
    expect(blobs.size).toBe(0);
  });
}

test("trouble of the store is nobody's fault but ours", async () => {
  const { rules } = setUp();
  const store = () => {
    throw new Error("no space left on device");
  };
  await expect(readBody(chunksOf(Buffer.alloc(5_000)), { ...rules, spool: { ...rules.spool, store } })).rejects.toThrow("no space left");
});
