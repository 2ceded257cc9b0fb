import { randomBytes } from "node:crypto";
import { brotliCompressSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { ENCODING, pack, unpack } from "@/lib/inbound/keeping/compress";

const TEXT = Buffer.from("The lamp does not light, and the receipt is at home. ".repeat(400));
const ATTACHMENT = Buffer.from(randomBytes(150_000).toString("base64"));

test("a body is the same after it was packed and unpacked, whatever is in it", async () => {
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 3_000 }),
    fc.string({ maxLength: 3_000 }).map((text) => Buffer.from(text.repeat(3))),
    fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(4_000))
      .map(([bytes, times]) => Buffer.alloc(bytes.length * times, bytes)),
  );
  await fc.assert(
    fc.asyncProperty(bodies, async (bytes) => {
      const { encoding, body } = await pack(Buffer.from(bytes));
      expect(Buffer.from(await unpack(encoding, body)).equals(bytes)).toBe(true);
      expect(body.length).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 300 },
  );
});

test("a mail is kept as snappy, and a large one, attachments and all, as brotli", async () => {
  for (const [bytes, encoding] of [
    [TEXT, ENCODING.snappy],
    [ATTACHMENT, ENCODING.brotli],
  ] as const) {
    const packed = await pack(bytes);
    expect(packed.encoding).toBe(encoding);
    expect(packed.body.length).toBeLessThan(bytes.length * 0.8);
    expect(Buffer.from(await unpack(packed.encoding, packed.body)).equals(bytes)).toBe(true);
  }
});

test("what would hardly become smaller is kept as it came", async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from("{}"), TEXT.subarray(0, 1_000), randomBytes(20_000), randomBytes(200_000)])
    expect(await pack(bytes)).toEqual({ encoding: ENCODING.none, body: bytes });
});

test("bodies kept by earlier versions, small ones as brotli too, are still read", async () => {
  expect(Buffer.from(await unpack(1, brotliCompressSync(TEXT))).equals(TEXT)).toBe(true);
});

test("an encoding of a later version is an error with a name, not a garbled mail", async () => {
  await expect(unpack(3, TEXT)).rejects.toThrow("encoding 3");
});

test("a body that lost its end on the disk is an error, not a shorter mail", async () => {
  for (const bytes of [TEXT, ATTACHMENT]) {
    const { encoding, body } = await pack(bytes);
    await expect(unpack(encoding, body.subarray(0, body.length - 100))).rejects.toThrow();
  }
});
