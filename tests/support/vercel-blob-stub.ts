import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from "undici";

const BLOB_HOST = ".private.blob.vercel-storage.com";

/**
 * As much of Vercel Blob's HTTP API as the SDK uses, on the loopback. Reads go to a host of the store's own, which no
 * variable moves: they are led here by the global dispatcher.
 */
export async function startVercelBlobStub() {
  const blobs = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const faults = { failPart: 0 };

  async function answer(req: IncomingMessage, res: ServerResponse) {
    const url = new URL(req.url ?? "/", "http://stub");
    const body = await bytesOf(req);
    const send = (status: number, json: object) => res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
    const missing = () => send(404, { error: { code: "not_found", message: "not found" } });
    const pathname = url.searchParams.get("pathname") ?? "";

    if (url.pathname.startsWith("/read/")) return read(blobs.get(decodeURIComponent(url.pathname.slice(6))), req, res);
    if (url.pathname === "/mpu") return send(200, multipart(req, pathname, body));
    if (url.pathname === "/delete") {
      for (const key of (JSON.parse(body.toString()) as { urls: string[] }).urls) blobs.delete(key);
      return send(200, {});
    }
    if (req.method === "PUT") {
      blobs.set(pathname, body);
      return send(200, described(pathname));
    }
    const asked = url.searchParams.get("url");
    if (asked !== null) return blobs.has(asked) ? send(200, { ...described(asked), size: blobs.get(asked)?.length }) : missing();
    return send(200, page(url));
  }

  function multipart(req: IncomingMessage, pathname: string, body: Buffer) {
    const action = req.headers["x-mpu-action"];
    const uploadId = String(req.headers["x-mpu-upload-id"] ?? `upload-${uploads.size}`);
    const parts = uploads.get(uploadId) ?? new Map<number, Buffer>();
    uploads.set(uploadId, parts);
    if (action === "create") return { uploadId, key: pathname };
    const number = Number(req.headers["x-mpu-part-number"]);
    if (action === "upload" && number === faults.failPart) throw new Error("a fault of the test's");
    if (action === "upload") parts.set(number, body);
    else blobs.set(pathname, Buffer.concat([...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part)));
    return action === "upload" ? { etag: `etag-${number}` } : described(pathname);
  }

  function page(url: URL) {
    const keys = [...blobs.keys()].filter((key) => key.startsWith(url.searchParams.get("prefix") ?? "")).toSorted();
    const from = Number(url.searchParams.get("cursor") ?? 0);
    const found = keys.slice(from, from + 2).map((key) => ({ ...described(key), size: blobs.get(key)?.length }));
    return { blobs: found, hasMore: from + 2 < keys.length, cursor: String(from + 2) };
  }

  const server = createServer((req, res) => {
    answer(req, res).catch(() =>
      res.writeHead(500, { "content-type": "application/json" }).end('{"error":{"code":"bad_request","message":"fault"}}'),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ordinary = getGlobalDispatcher();
  setGlobalDispatcher(
    new Agent().compose((dispatch) => (options, handler) => {
      if (!String(options.origin).endsWith(BLOB_HOST)) return dispatch(options, handler);
      return dispatch({ ...options, origin, path: `/read${options.path}` }, handler);
    }),
  );
  process.env.VERCEL_BLOB_API_URL = origin;
  process.env.VERCEL_BLOB_RETRIES = "0";

  return {
    faults,
    blobs,
    async stop() {
      delete process.env.VERCEL_BLOB_API_URL;
      delete process.env.VERCEL_BLOB_RETRIES;
      setGlobalDispatcher(ordinary);
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function described(pathname: string) {
  const url = `https://store${BLOB_HOST}/${pathname}`;
  const about = {
    contentType: "application/octet-stream",
    contentDisposition: "",
    cacheControl: "",
    etag: "e",
    uploadedAt: "2026-03-01T10:00:00Z",
  };
  return { url, downloadUrl: url, pathname, ...about };
}

function read(blob: Buffer | undefined, req: IncomingMessage, res: ServerResponse) {
  if (!blob) return res.writeHead(404).end();
  const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(req.headers.range ?? "") ?? [];
  if (start === undefined) return res.writeHead(200, { "content-length": blob.length }).end(blob);
  const last = Math.min(Number(end || blob.length - 1), blob.length - 1);
  if (Number(start) > last) return res.writeHead(416, { "content-range": `bytes */${blob.length}` }).end();
  const part = blob.subarray(Number(start), last + 1);
  return res.writeHead(206, { "content-length": part.length, "content-range": `bytes ${start}-${last}/${blob.length}` }).end(part);
}

async function bytesOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
