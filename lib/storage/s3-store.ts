import { createHash } from "node:crypto";
import { AwsClient } from "aws4fetch";
import type { S3Options } from "@/env";
import type { BlobStore, StoredBlob } from "./blobs";
import { counted } from "./counted";
import { emptyStream } from "./empty-stream";
import { checkKey } from "./keys";
import { inParts } from "./parts";
import { rangeHeader, wholeSize } from "./ranges";
import { completion, nextUploads, startedBefore, type UploadedPart, valuesOf } from "./s3-xml";

/** Both the most sent in one request and the size of a part, of which S3 takes 5 MiB and more: a buffer can be sent again, a stream cannot. */
const PART_BYTES = 8 * 1024 * 1024;
const DEADLINE_MS = 60_000;
/** After errors of the server, 50 ms and doubling. */
const RETRIES = 4;

/**
 * Blobs in a private bucket of an S3-compatible store, read through our own routes only. Every request is signed, with the hash of what it
 * carries (AWS Signature Version 4).
 */
export function s3Store(options: S3Options): BlobStore {
  const { accessKeyId, secretAccessKey, region } = options;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: RETRIES });
  const root = bucketUrl(options);

  /** Throws on anything but success and the statuses of `expected`. */
  async function ask(method: string, url: URL, request: S3Request = {}): Promise<Response> {
    const { body, headers, expected = [], streams } = request;
    const response = await client.fetch(url.href, {
      method,
      headers: { ...headers, "x-amz-content-sha256": sha256(body ?? "") },
      ...(body !== undefined && { body }),
      // An answer that streams takes as long as its reader does.
      ...(!streams && { signal: AbortSignal.timeout(DEADLINE_MS) }),
      cache: "no-store",
      // A bucket of another region redirects to an address this signature is not for.
      redirect: "manual",
    });
    if (response.ok || expected.includes(response.status)) return response;
    const [code] = valuesOf(await response.text(), "Code");
    throw new Error(`${url.host} answered ${method} with ${response.status}${code ? ` ${code}` : ""}`);
  }

  const urlOf = (key: string, query: Record<string, string> = {}) => withQuery(new URL(checkKey(key), root), query);

  /** Nobody sees any of it until it is complete. Parts of an upload that fails are dropped: they would be paid for, unseen, for ever. */
  async function putParts(key: string, parts: AsyncIterable<Buffer<ArrayBuffer>>, contentType: string) {
    const started = await ask("POST", urlOf(key, { uploads: "" }), { headers: { "content-type": contentType } });
    const [uploadId] = valuesOf(await started.text(), "UploadId");
    if (!uploadId) throw new Error(`${root.host} started an upload without an id`);
    try {
      const uploaded: UploadedPart[] = [];
      for await (const body of parts) {
        const number = uploaded.length + 1;
        const { headers } = await ask("PUT", urlOf(key, { partNumber: String(number), uploadId }), { body });
        uploaded.push({ number, etag: headers.get("etag") ?? "" });
      }
      const done = await ask("POST", urlOf(key, { uploadId }), { body: completion(uploaded) });
      // S3 may say 200, think for a while, and then say what went wrong.
      const [code] = valuesOf(await done.text(), "Code");
      if (code) throw new Error(`${root.host} could not complete an upload: ${code}`);
    } catch (error) {
      // What broke is of more interest than that this did, too.
      await ask("DELETE", urlOf(key, { uploadId }), { expected: [404] }).catch(() => undefined);
      throw error;
    }
  }

  return {
    async put(key, body, { contentType, maxBytes }): Promise<StoredBlob> {
      const { chunks, result } = counted(body, maxBytes);
      const parts = inParts(chunks, PART_BYTES);
      const first = await parts.next();
      const second = await parts.next();
      if (first.done || second.done)
        await ask("PUT", urlOf(key), { body: first.value ?? Buffer.alloc(0), headers: { "content-type": contentType } });
      else await putParts(key, joined(first.value, second.value, parts), contentType);
      return result();
    },

    async open(key, range) {
      const found = await ask("GET", urlOf(key), { headers: rangeHeader(range), expected: [404, 416], streams: true });
      if (found.ok) return { size: wholeSize(found.headers), stream: found.body ?? emptyStream() };
      await found.body?.cancel();
      return found.status === 416 ? { size: wholeSize(found.headers), stream: emptyStream() } : undefined;
    },

    async head(key) {
      const found = await ask("HEAD", urlOf(key), { expected: [404] });
      return found.ok ? { size: wholeSize(found.headers) } : undefined;
    },

    async remove(key) {
      await ask("DELETE", urlOf(key), { expected: [404] });
    },

    async *list(prefix) {
      let token: string | undefined;
      do {
        const query = { "list-type": "2", prefix, ...(token !== undefined && { "continuation-token": token }) };
        const page = await (await ask("GET", withQuery(new URL(root), query))).text();
        yield* valuesOf(page, "Key");
        [token] = valuesOf(page, "NextContinuationToken");
      } while (token);
    },

    async dropUnfinished(before) {
      let dropped = 0;
      // Markers name a place in the order of keys: it stands when what is before it goes.
      let markers: Record<string, string> | undefined = {};
      while (markers) {
        const page = await (await ask("GET", withQuery(new URL(root), { uploads: "", ...markers }))).text();
        const left = startedBefore(page, before);
        for (const { key, uploadId } of left) await ask("DELETE", urlOf(key, { uploadId }), { expected: [404] });
        dropped += left.length;
        markers = nextUploads(page);
      }
      return dropped;
    },
  };
}

interface S3Request {
  body?: Buffer<ArrayBuffer> | string;
  headers?: Record<string, string>;
  expected?: number[];
  streams?: boolean;
}

/** Ends with a slash. */
function bucketUrl({ endpoint, bucket, pathStyle }: S3Options): URL {
  const url = new URL(endpoint.endsWith("/") ? endpoint : `${endpoint}/`);
  if (pathStyle) return new URL(`${bucket}/`, url);
  url.hostname = `${bucket}.${url.hostname}`;
  return url;
}

function withQuery(url: URL, query: Record<string, string>): URL {
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

async function* joined<Part>(first: Part, second: Part, rest: AsyncIterable<Part>) {
  yield first;
  yield second;
  yield* rest;
}

function sha256(body: Buffer | string): string {
  return createHash("sha256").update(body).digest("hex");
}
