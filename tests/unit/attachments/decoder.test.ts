import { deflateSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import sharp from "sharp";
import type { DecoderRequest, DecoderTask } from "@/lib/attachments/decoder/protocol";
import { type DecoderOptions, runDecoder } from "@/lib/attachments/decoder/run-decoder";
import { bombPng, pictureOf } from "@/tests/support/images";
import { pdfOf, pdfPages, stream, written } from "@/tests/support/pdf";

const streamOf = (bytes: Uint8Array) => new Blob([Uint8Array.from(bytes)]).stream();
const decode = (task: DecoderTask, bytes: Uint8Array, limits?: Partial<DecoderOptions>) => ask({ task }, bytes, limits);
const ask = (request: DecoderRequest, bytes: Uint8Array, limits?: Partial<DecoderOptions>) =>
  runDecoder(request, async () => streamOf(bytes), { scope: "acme", ...limits });
const textOf = async (task: DecoderTask, bytes: Uint8Array, charset: string | null = null) => {
  const { facts, parts } = await ask({ task, charset }, bytes);
  return { facts, text: Buffer.from(parts[0] ?? []).toString() };
};
const sizeOf = async (bytes: Uint8Array | undefined) => {
  const { format, width, height } = await sharp(bytes).metadata();
  return { format, width, height };
};

for (const format of ["png", "jpeg", "gif", "webp", "avif"] as const)
  test(`a ${format} becomes a preview and a thumbnail`, async () => {
    const { facts, parts } = await decode("image", await pictureOf({ width: 2_560, height: 1_280 }).toFormat(format).toBuffer());
    expect(facts).toEqual({ width: 1_280, height: 640 });
    expect(await Promise.all(parts.map(sizeOf))).toEqual([
      { format: "webp", width: 1_280, height: 640 },
      { format: "webp", width: 128, height: 128 },
    ]);
  });

test("a preview is the right way up, and tells nothing of where the picture was taken", async () => {
  const picture = pictureOf({ width: 40, height: 20 }).withExif({ IFD3: { GPSLatitudeRef: "N" } });
  const { facts, parts } = await decode("image", await picture.withMetadata({ orientation: 6 }).jpeg().toBuffer());
  expect(facts).toEqual({ width: 20, height: 40 });
  expect((await sharp(parts[0]).metadata()).exif).toBeUndefined();
});

test("an image that unpacks into gigabytes is refused by its size", async () => {
  await expect(decode("image", bombPng(50_000, 50_000))).rejects.toThrow("The image is too large to be shown: 50000 × 50000 pixels.");
});

test("a truncated, a lying and a hollow image are damaged, and a drawing is no image", async () => {
  const jpeg = await pictureOf({ width: 400, height: 400 }).jpeg().toBuffer();
  for (const bytes of [jpeg.subarray(0, jpeg.length / 2), jpeg.subarray(0, 20), bombPng(100, 100), Buffer.from("GIF89a")])
    await expect(decode("image", bytes)).rejects.toThrow("The image is damaged.");
  for (const text of ['<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "II*\0\x08\0\0\0", "%PDF-1.7", ""])
    await expect(decode("image", Buffer.from(text, "latin1"))).rejects.toThrow("not an image of a kind");
});

test("the first page of a document becomes a picture, with the fonts it does not bring", async () => {
  const { facts, parts } = await decode("pdf-page", pdfPages([written("Hello"), written("World")]));
  expect(facts).toEqual({ width: 1_280, height: 614, pages: 2 });
  const { channels } = await sharp(parts[0]).stats();
  expect(channels[0]).toMatchObject({ min: 0, max: 255 });
  expect(channels[0]?.mean).toBeLessThan(254);
});

test("colours of a page come out as they are", async () => {
  const { parts } = await decode("pdf-page", pdfPages(["1 0 0 rg 0 0 300 144 re f"]));
  const { dominant } = await sharp(parts[0]).stats();
  expect([dominant.r > 200, dominant.g < 50, dominant.b < 50]).toEqual([true, true, true]);
});

test("text of a document is read page by page, up to the thirtieth", async () => {
  const { facts, text } = await textOf("pdf-text", pdfPages(["One", "Gr\xfc\xdfe"].map(written)));
  expect([facts, text]).toEqual([{ pages: 2, truncated: false }, "One\n\nGrüße"]);
  const long = await textOf("pdf-text", pdfPages(Array.from({ length: 40 }, (_, page) => written(`page${page}.`))));
  expect(long.facts).toEqual({ pages: 40, truncated: true });
  expect(long.text).toContain("page29.");
  expect(long.text).not.toContain("page30.");
});

test("scripts in a document are never run, and nothing is fetched", async () => {
  const script = "app.alert(1);this.submitForm('http://127.0.0.1:1/');process.exit(7)";
  const pdf = pdfOf([
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/AA<</O<</S/JavaScript/JS(${script})>>>>/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://127.0.0.1:1/)>>>>]>>`,
  ]);
  expect(await textOf("pdf-text", pdf)).toEqual({ facts: { pages: 1, truncated: false }, text: "" });
  expect((await decode("pdf-page", pdf)).facts).toMatchObject({ pages: 1 });
});

test("a locked document says so, a damaged one too", async () => {
  const keys = "/O(12345678901234567890123456789012)/U(12345678901234567890123456789012)";
  const locked = pdfPages([written("secret")], { trailer: `/Encrypt<</Filter/Standard/V 1/R 2/P -4${keys}>>/ID[(a)(a)]` });
  for (const task of ["pdf-text", "pdf-page"] as const) {
    await expect(decode(task, locked)).rejects.toThrow("The document is locked with a password.");
    await expect(decode(task, Buffer.from("%PDF-1.7\nnothing"))).rejects.toThrow("The document is damaged.");
  }
});

test("a tree of pages without end and a table that lies are done with in time", async () => {
  const circle = pdfOf(["<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"]);
  const lying = Buffer.from(`${pdfPages([written("here")]).toString("latin1")}startxref\n99999999\n%%EOF\n`, "latin1");
  expect((await decode("pdf-page", circle)).facts).toMatchObject({ pages: 1 });
  expect((await textOf("pdf-text", circle)).text).toBe("");
  expect((await textOf("pdf-text", lying)).text).toBe("here");
});

test("a page of ten million letters keeps its first megabyte", async () => {
  // One line over the other: what leaves the page is not text of it.
  const content = `BT /F1 1 Tf ${"1 0 0 1 9 9 Tm (0123456789abcdefghij) Tj 1 0 0 1 9 99 Tm (0123456789abcdefghij) Tj ".repeat(250_000)}ET`;
  const packed = deflateSync(Buffer.from(content)).toString("latin1");
  const pdf = pdfOf([
    "<</Type/Pages/Kids[4 0 R]/Count 1>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
    stream(packed, "/Filter/FlateDecode"),
  ]);
  const { facts, text } = await textOf("pdf-text", pdf);
  expect(facts).toEqual({ pages: 1, truncated: true });
  expect(text.length).toBeGreaterThan(100_000);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024);
});

test("layers inside layers do not take a page of memory each", async () => {
  const depth = 200;
  const groups = Array.from({ length: depth }, (_, index) =>
    stream(
      `/G gs /X${index + 1} Do`,
      `/Type/XObject/Subtype/Form/BBox[0 0 300 144]/Group<</S/Transparency/I true>>/Resources<</ExtGState<</G<</ca .5>>>>/XObject<</X${index + 1} ${index + 6} 0 R>>>>`,
    ),
  );
  const pdf = pdfOf([
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]/Contents 4 0 R/Resources<</XObject<</X0 5 0 R>>>>>>",
    stream("/X0 Do"),
    ...groups,
    stream("0 0 9 9 re f", "/Type/XObject/Subtype/Form/BBox[0 0 300 144]"),
  ]);
  await expect(decode("pdf-page", pdf)).rejects.toThrow("The page has too many layers to be shown.");
});

test("what does not end is ended, and says so", async () => {
  const slow = pdfPages([written("slow").repeat(200_000)]);
  await expect(decode("pdf-page", slow, { cpuSeconds: 1 })).rejects.toThrow("It takes longer than 1 seconds to read.");
  await expect(decode("pdf-text", pdfPages([written("slow")]), { waitMs: 1 })).rejects.toThrow("did not end within 0.001 seconds");
});

test("text is kept in UTF-8, whatever it came in, up to a megabyte and never half a character", async () => {
  expect(await textOf("text", Buffer.from("Größe\0;1", "latin1"))).toEqual({ facts: { truncated: false }, text: "Größe;1" });
  expect((await textOf("text", Buffer.from("\ufeffPreis €", "utf16le"))).text).toBe("Preis €");
  const { facts, text } = await textOf("text", Buffer.from("€".repeat(400_000)));
  expect(facts).toEqual({ truncated: true });
  expect(text).toBe("€".repeat(349_525));
  expect((await textOf("html", Buffer.from("<style>p{}</style><p>Hello<script>alert(1)</script> <b>you</b>"))).text.trim()).toBe(
    "Hello you",
  );
});

test("text is read in the charset that its sender names, unless the bytes say otherwise", async () => {
  const japanese = Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea]);
  const western = Buffer.from([0x80, 0x20, 0x93, 0x47, 0x72, 0xf6, 0xdf, 0x65, 0x94]);
  const read = async (bytes: Uint8Array, charset: string | null) => (await textOf("text", bytes, charset)).text;
  expect(await read(japanese, "Shift_JIS")).toBe("日本語");
  expect(await read(western, "windows-1252")).toBe("€ “Größe”");
  expect(await read(Buffer.from("\ufeffPreis €", "utf16le"), "us-ascii")).toBe("Preis €");
  for (const lie of ["us-ascii", "iso-8859-1", "utf-8", "no-such-charset"])
    expect([lie, await read(western, lie)]).toEqual([lie, "€ “Größe”"]);
  expect(await read(Buffer.from("日本語"), "Shift_JIS")).toBe("日本語");
  expect((await textOf("html", Buffer.concat([Buffer.from("<p>"), japanese]), "shift_jis")).text.trim()).toBe("日本語");
});

test("a page is drawn by its number, and one that is not there says so", async () => {
  const red = "1 0 0 rg 0 0 300 144 re f";
  const pdf = pdfPages([written("First"), red]);
  const { dominant } = await sharp((await ask({ task: "pdf-page", page: 2 }, pdf)).parts[0]).stats();
  expect([dominant.r > 200, dominant.g < 50]).toEqual([true, true]);
  await expect(ask({ task: "pdf-page", page: 3 }, pdf)).rejects.toThrow("The document has no page that can be shown.");
});
