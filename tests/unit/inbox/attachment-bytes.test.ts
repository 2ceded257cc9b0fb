import { expect, test } from "@playwright/test";
import { parseRange } from "@/app/api/attachments/[id]/range";
import { rasterType } from "@/lib/attachments/raster-type";

test("a range of bytes is read as RFC 9110 says", () => {
  expect(parseRange("bytes=0-99", 1000)).toEqual({ start: 0, end: 99 });
  expect(parseRange("bytes=990-", 1000)).toEqual({ start: 990, end: 999 });
  expect(parseRange("bytes=-10", 1000)).toEqual({ start: 990, end: 999 });
  expect(parseRange("bytes=-5000", 1000)).toEqual({ start: 0, end: 999 });
  expect(parseRange("bytes=0-5000", 1000)).toEqual({ start: 0, end: 999 });
});

test("a range outside of the file cannot be satisfied", () => {
  expect(parseRange("bytes=1000-", 1000)).toBe("unsatisfiable");
  expect(parseRange("bytes=-0", 1000)).toBe("unsatisfiable");
  expect(parseRange("bytes=0-", 0)).toBe("unsatisfiable");
});

test("what is no single range is answered with the whole file", () => {
  for (const header of [null, "", "bytes=", "bytes=-", "bytes=5-1", "bytes=0-1,4-5", "items=0-1", "bytes=a-b"])
    expect(parseRange(header, 1000)).toBeUndefined();
});

test("an image is told by its bytes, whatever it is called", () => {
  expect(rasterType(bytes("\x89PNG\r\n\x1a\n...."))).toBe("image/png");
  expect(rasterType(bytes("\xff\xd8\xff\xe0"))).toBe("image/jpeg");
  expect(rasterType(bytes("GIF89a"))).toBe("image/gif");
  expect(rasterType(bytes("RIFF1234WEBPVP8 "))).toBe("image/webp");
  expect(rasterType(bytes("\0\0\0\x1cftypavif"))).toBe("image/avif");
});

test("documents that draw are no images", () => {
  for (const text of ["<svg xmlns", "<?xml version", "%PDF-1.7", "<html>", "", "RIFF1234AVI ", "GIF"])
    expect(rasterType(bytes(text))).toBeUndefined();
});

function bytes(text: string) {
  return Buffer.from(text, "latin1");
}
