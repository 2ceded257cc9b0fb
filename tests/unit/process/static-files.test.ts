import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { openStaticFiles } from "@/lib/process/static-files";
import { compressFiles } from "@/scripts/compress.mjs";

const SCRIPT = "/* lamps */".repeat(200);

let root: string;
let server: Server;

test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mailroom-static-"));
  const directory = join(root, "static");
  await mkdir(join(directory, "chunks"), { recursive: true });
  await writeFile(join(root, "secret.js"), "not for anybody");
  await writeFile(join(directory, "chunks", "lamp.js"), SCRIPT);
  await writeFile(join(directory, "chunks", "tiny.js"), "1");
  await writeFile(join(directory, "chunks", "notes.txt"), "left to Next");
  await compressFiles(directory);

  const files = openStaticFiles(directory);
  server = createServer((incoming, response) => {
    if (files.takes(incoming)) void files.answer(incoming, response);
    else response.writeHead(418).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});

test.afterEach(async () => {
  server.close();
  await rm(root, { recursive: true });
});

for (const [encodings, chosen, decode] of [
  ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
  ["gzip;q=1.0, br;q=0", "gzip", gunzipSync],
  ["identity", undefined, Buffer.from],
  ["br;q=0, gzip; q=0.0", undefined, Buffer.from],
  [undefined, undefined, Buffer.from],
] as const)
  test(`a script comes ${chosen ? `compressed by ${chosen}` : "as it is"} to whoever accepts ${encodings ?? "who knows what"}, and may be kept for good`, async () => {
    const { status, headers, body } = await get("/_next/static/chunks/lamp.js?dpl=1", encodings);

    expect(status).toBe(200);
    expect(headers["content-encoding"]).toBe(chosen);
    expect(headers).toMatchObject({
      "content-type": "application/javascript; charset=UTF-8",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      vary: "accept-encoding",
    });
    expect(decode(body).toString()).toBe(SCRIPT);
  });

test("a file too small to be worth it is not compressed", async () => {
  const { headers, body } = await get("/_next/static/chunks/tiny.js", "br, gzip");

  expect(headers["content-encoding"]).toBeUndefined();
  expect(body.toString()).toBe("1");
});

test("whoever asks for the head alone gets no body", async () => {
  const { status, headers, body } = await get("/_next/static/chunks/lamp.js", undefined, "HEAD");

  expect(status).toBe(200);
  expect(headers["content-length"]).toBe(String(SCRIPT.length));
  expect(body).toHaveLength(0);
});

for (const [what, path, method] of [
  ["outside the folder", "/_next/static/../secret.js", "GET"],
  ["outside the folder, encoded", "/_next/static/%2e%2e/secret.js", "GET"],
  ["outside the folder, half encoded", "/_next/static/..%2fsecret.js", "GET"],
  ["that is not there", "/_next/static/chunks/gone.js", "GET"],
  ["that is a compressed copy", "/_next/static/chunks/lamp.js.br", "GET"],
  ["of a kind of its own", "/_next/static/chunks/notes.txt", "GET"],
  ["that is a folder", "/_next/static/chunks", "GET"],
  ["with a method that changes things", "/_next/static/chunks/lamp.js", "POST"],
] as const)
  test(`a file ${what} is left to Next`, async () => {
    expect(await get(path, "br", method)).toMatchObject({ status: 418 });
  });

/** By hand: fetch would tidy the address and undo the compression. */
async function get(path: string, encodings?: string, method = "GET") {
  const { port } = server.address() as AddressInfo;
  const headers = encodings === undefined ? {} : { "accept-encoding": encodings };
  const outgoing = request({ port, host: "127.0.0.1", path, method, headers }).end();
  const [response] = await once(outgoing, "response");
  const body = Buffer.concat(await response.toArray());
  return { status: response.statusCode, headers: response.headers, body };
}
