import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";

/** Where a build's files stand in the address, as Next has it. */
const PREFIX = "/_next/static/";

const TYPES: Record<string, string> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
  ".json": "application/json; charset=UTF-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** What scripts/compress.mjs leaves beside a file, best first. */
const ENCODINGS = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
];

interface Variant {
  encoding: string | undefined;
  file: string;
}

interface StaticFile {
  type: string;
  /** Best first; the last one anybody understands. */
  variants: Variant[];
}

export interface StaticFiles {
  takes(request: IncomingMessage): boolean;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/**
 * The files of a build, whose content never changes under their names: answered from memory as they were compressed when they were built.
 * Next would compress each of them again for each request, on the thread that also draws the pages these scripts are waited for by. What
 * is not among them when this is called is left to Next.
 */
export function openStaticFiles(directory: string): StaticFiles {
  const files = listFiles(directory);
  const kept = new Map<string, Promise<Buffer>>();

  function read(file: string): Promise<Buffer> {
    const bytes = kept.get(file) ?? readFile(file);
    kept.set(file, bytes);
    bytes.catch(() => kept.delete(file));
    return bytes;
  }

  return {
    takes: ({ method, url }) => (method === "GET" || method === "HEAD") && files.has(pathOf(url)),

    async answer({ method, url, headers }, response) {
      const file = files.get(pathOf(url));
      const variant = file?.variants.find(({ encoding }) => !encoding || accepts(headers["accept-encoding"], encoding));
      const bytes = variant && (await read(variant.file).catch(() => undefined));
      if (!file || !variant || !bytes) return void response.writeHead(404).end();

      response.writeHead(200, {
        "content-type": file.type,
        "content-length": bytes.length,
        "cache-control": "public, max-age=31536000, immutable",
        vary: "accept-encoding",
        "x-content-type-options": "nosniff",
        ...(variant.encoding && { "content-encoding": variant.encoding }),
      });
      response.end(method === "HEAD" ? undefined : bytes);
    },
  };
}

function pathOf(url = ""): string {
  return url.split("?", 1)[0] ?? "";
}

function listFiles(directory: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  if (!existsSync(directory)) return files;
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const [type, file] = [TYPES[extname(entry.name)], join(entry.parentPath, entry.name)];
    if (!entry.isFile() || !type) continue;
    const compressed = ENCODINGS.map(({ name, suffix }) => ({ encoding: name, file: file + suffix })).filter(({ file }) =>
      existsSync(file),
    );
    const path = relative(directory, file).split(sep).map(encodeURIComponent).join("/");
    files.set(PREFIX + path, { type, variants: [...compressed, { encoding: undefined, file }] });
  }
  return files;
}

/** RFC 9110 §12.5.3, as far as browsers and proxies use it: named, and not with a weight of nothing. */
function accepts(header: string | string[] | undefined, encoding: string): boolean {
  return String(header ?? "")
    .toLowerCase()
    .split(",")
    .map((part) => part.trim().split(/\s*;\s*/))
    .some(([name, weight]) => name === encoding && !/^q=0(?:\.0*)?$/.test(weight ?? ""));
}
