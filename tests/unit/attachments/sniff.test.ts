import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { SNIFFED_BYTES, sniffType } from "@/lib/attachments/sniff";
import { runTask } from "@/lib/workers/run-task";

const type = (text: string) => sniffType(Buffer.from(text, "latin1").subarray(0, SNIFFED_BYTES));

test("a file is told by its first bytes", async () => {
  expect(await sniffType(readFileSync("docs/screenshot.png").subarray(0, SNIFFED_BYTES))).toBe("image/png");
  expect(await type("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")).toBe("application/pdf");
  expect(await type(`MZ\x90\x00${"\0".repeat(200)}`)).toBe("application/x-msdownload");
  expect(await type("\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0")).toBe("application/x-elf");
  expect(await type("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1........")).toBe("application/x-cfb");
  expect(await type("L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F")).toBe("application/x.ms.shortcut");
});

test("text is told by having nothing else in it, pages and drawings by how they begin", async () => {
  expect(await type("Name;Price\r\nLamp;12\r\n")).toBe("text/plain");
  expect(await type("Gr\xfc\xdfe aus K\xf6ln")).toBe("text/plain");
  expect(await type("\xef\xbb\xbf  <!DOCTYPE html><html>")).toBe("text/html");
  expect(await type("<!-- hello -->\n<script>alert(1)</script>")).toBe("text/html");
  expect(await type('<svg xmlns="http://www.w3.org/2000/svg">')).toBe("image/svg+xml");
  expect(await type('<?xml version="1.0"?><!-- x --><!DOCTYPE svg><svg onload="x">')).toBe("image/svg+xml");
  expect(await type('<?xml version="1.0"?><Invoice/>')).toBe("application/xml");
});

test("text in UTF-16 is text when it says so", async () => {
  expect(await sniffType(Buffer.from("\ufeffName\tPreis\r\nLampe\t12 €\r\n", "utf16le"))).toBe("text/plain");
  expect(await sniffType(Buffer.from("\ufeffName\tPreis", "utf16le").swap16())).toBe("text/plain");
  expect(await sniffType(Buffer.from("\ufeffName\0\x01\x02", "utf16le"))).not.toBe("text/plain");
});

test("noise, nothing and a broken beginning are of no known type", async () => {
  for (const text of ["", "\0\x01\x02\x03 nothing \x07", "PK\x05", "\x89PN\0"]) expect(await type(text)).toBeNull();
});

test("bytes that send readers in circles are done with, in a worker", async () => {
  // ASF and Matroska headers whose sizes lead nowhere (CVE-2026-31808 and its like).
  const asf = Buffer.concat([Buffer.from("3026b2758e66cf11a6d900aa0062ce6c", "hex"), Buffer.alloc(SNIFFED_BYTES)]);
  const matroska = Buffer.concat([Buffer.from("1a45dfa3", "hex"), Buffer.alloc(SNIFFED_BYTES, 0x01)]);
  const nested = Buffer.from("PK\x03\x04".padEnd(30, "\xff").repeat(100), "latin1");
  for (const head of [asf, matroska, nested, Buffer.alloc(SNIFFED_BYTES, 0xff), Buffer.alloc(SNIFFED_BYTES)])
    expect(typeof (await runTask("sniff", head.subarray(0, SNIFFED_BYTES)))).toMatch(/string|object/);
});
