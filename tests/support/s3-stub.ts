import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { checkSignature } from "./s3-signature";

export const S3_ACCOUNT = { region: "eu-test-1", accessKeyId: "AKIDTEST", secretAccessKey: "secret/of+the=tests" };
const MIN_PART_BYTES = 5 * 1024 * 1024;
/** Of a page of a list: small, so that every list has several. */
const KEYS_PER_PAGE = 2;

/**
 * As much of S3's REST API as the store uses, on the loopback, for one bucket "mail". Requests whose signature, date or payload hash is not right
 * are refused as S3 does; `refused` says why.
 */
export async function startS3Stub() {
  const blobs = new Map<string, Buffer>();
  const uploads = new Map<string, { key: string; startedAt: Date; parts: Map<number, Buffer> }>();
  const refused: string[] = [];
  /** `failPart` answers 500 to that part, `times` times; `failCompletion` says 200 and then that it failed. */
  const faults = { failPart: 0, times: Number.POSITIVE_INFINITY, failCompletion: false };

  async function answer(req: IncomingMessage, res: ServerResponse) {
    const body = await bytesOf(req);
    const wrong = checkSignature(req, body, S3_ACCOUNT);
    if (wrong) {
      refused.push(wrong);
      return fail(res, 403, wrong);
    }
    const url = new URL(req.url ?? "/", "http://stub");
    const inHost = /^mail\./.test(String(req.headers.host));
    const [, bucket, ...rest] = `${inHost ? "/mail" : ""}${url.pathname}`.split("/");
    if (bucket !== "mail") return fail(res, 404, "NoSuchBucket");
    const key = decodeURIComponent(rest.join("/"));
    if (key === "" && url.searchParams.has("uploads")) return sendUploads(url, res);
    return key === "" ? sendPage(url, res) : object(req, res, url, key, body);
  }

  function object(req: IncomingMessage, res: ServerResponse, url: URL, key: string, body: Buffer) {
    if (url.searchParams.has("uploads")) return startUpload(res, key);
    const uploadId = url.searchParams.get("uploadId");
    if (uploadId !== null) return multipart(req, res, url, uploadId, body);
    if (req.method === "PUT") {
      blobs.set(key, body);
      return res.writeHead(200, { etag: etagOf(body) }).end();
    }
    if (req.method === "DELETE") {
      blobs.delete(key);
      return res.writeHead(204).end();
    }
    return sendObject(blobs.get(key), req, res);
  }

  function startUpload(res: ServerResponse, key: string) {
    const uploadId = `${randomUUID()}/+=&`;
    uploads.set(uploadId, { key, startedAt: new Date(), parts: new Map() });
    return xml(res, `<InitiateMultipartUploadResult><UploadId>${escaped(uploadId)}</UploadId></InitiateMultipartUploadResult>`);
  }

  function multipart(req: IncomingMessage, res: ServerResponse, url: URL, uploadId: string, body: Buffer) {
    const upload = uploads.get(uploadId);
    if (!upload) return fail(res, 404, "NoSuchUpload");
    if (req.method === "DELETE") {
      uploads.delete(uploadId);
      return res.writeHead(204).end();
    }
    if (req.method === "PUT") {
      const number = Number(url.searchParams.get("partNumber"));
      if (number === faults.failPart && faults.times-- > 0) return fail(res, 500, "InternalError");
      upload.parts.set(number, body);
      return res.writeHead(200, { etag: etagOf(body) }).end();
    }
    if (faults.failCompletion) return xml(res, "<Error><Code>InternalError</Code></Error>");
    const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>&quot;(\w+)&quot;<\/ETag>/g)];
    const parts = named.map(([, number, etag]) => ({ etag, bytes: upload.parts.get(Number(number)) ?? Buffer.alloc(0) }));
    if (parts.some(({ etag, bytes }) => etagOf(bytes) !== `"${etag}"`)) return fail(res, 400, "InvalidPart");
    if (parts.slice(0, -1).some(({ bytes }) => bytes.length < MIN_PART_BYTES)) return fail(res, 400, "EntityTooSmall");
    uploads.delete(uploadId);
    blobs.set(upload.key, Buffer.concat(parts.map(({ bytes }) => bytes)));
    return xml(res, "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>");
  }

  function sendPage(url: URL, res: ServerResponse) {
    const keys = [...blobs.keys()].filter((key) => key.startsWith(url.searchParams.get("prefix") ?? "")).toSorted();
    const [, from = "0"] = /^token (\d+) &$/.exec(url.searchParams.get("continuation-token") ?? "") ?? [];
    const end = Number(from) + KEYS_PER_PAGE;
    const contents = keys.slice(Number(from), end).map((key) => `<Contents><Key>${key}</Key></Contents>`);
    const next = end < keys.length ? `<NextContinuationToken>token ${end} &amp;</NextContinuationToken>` : "";
    return xml(res, `<ListBucketResult>${contents.join("")}${next}</ListBucketResult>`);
  }

  /** By key, then by id. A page begins after the markers, of which the second counts only beside the first. */
  function sendUploads(url: URL, res: ServerResponse) {
    const [afterKey, afterId] = [url.searchParams.get("key-marker"), url.searchParams.get("upload-id-marker")];
    const after = afterKey === null ? "" : `${afterKey}\0${afterId ?? "\uffff"}`;
    const place = ([id, { key }]: [string, { key: string }]) => `${key}\0${id}`;
    const rest = [...uploads].filter((upload) => place(upload) > after).toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
    const page = rest.slice(0, KEYS_PER_PAGE);
    const list = page.map(([id, { key, startedAt }]) => {
      const fields = `<Key>${key}</Key><UploadId>${escaped(id)}</UploadId><Initiated>${startedAt.toISOString()}</Initiated>`;
      return `<Upload>${fields}</Upload>`;
    });
    const last = page.at(-1);
    const more = last !== undefined && rest.length > page.length;
    const next = more ? `<NextKeyMarker>${last[1].key}</NextKeyMarker><NextUploadIdMarker>${escaped(last[0])}</NextUploadIdMarker>` : "";
    const markers = `<IsTruncated>${more}</IsTruncated>${next}`;
    return xml(
      res,
      `<ListMultipartUploadsResult><KeyMarker>${afterKey ?? ""}</KeyMarker>${markers}${list.join("")}</ListMultipartUploadsResult>`,
    );
  }

  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    blobs,
    uploads,
    refused,
    faults,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function sendObject(blob: Buffer | undefined, req: IncomingMessage, res: ServerResponse) {
  if (!blob) return fail(res, 404, "NoSuchKey");
  const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(req.headers.range ?? "") ?? [];
  if (start === undefined) return res.writeHead(200, { "content-length": blob.length }).end(blob);
  if (Number(start) >= blob.length) return res.writeHead(416, { "content-range": `bytes */${blob.length}` }).end();
  const last = Math.min(Number(end || blob.length - 1), blob.length - 1);
  const part = blob.subarray(Number(start), last + 1);
  return res.writeHead(206, { "content-length": part.length, "content-range": `bytes ${start}-${last}/${blob.length}` }).end(part);
}

function xml(res: ServerResponse, body: string, status = 200) {
  res.writeHead(status, { "content-type": "application/xml" }).end(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
}

function fail(res: ServerResponse, status: number, code: string) {
  xml(res, `<Error><Code>${code}</Code></Error>`, status);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;");
}

function etagOf(bytes: Buffer): string {
  return `"${createHash("md5").update(bytes).digest("hex")}"`;
}

async function bytesOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
