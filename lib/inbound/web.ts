import type { Answer } from "./answer";
import { explain, explanationPage } from "./explain";
import type { Incoming } from "./receive";
import type { Scheme } from "./signatures/schemes";

// The door on the web's own Request and Response: what Next's route handlers speak. lib/inbound/node.ts is its twin.

export function incoming(request: Request): Incoming {
  return { header: (name) => request.headers.get(name), body: request.body && read(request.body) };
}

export function toResponse({ status, headers, json }: Answer): Response {
  return Response.json(json, { status, headers });
}

/** For GET and HEAD. */
export function explanation(request: Request, scheme: Scheme | undefined): Response {
  const { status, text } = explain(scheme);
  const asPage = request.headers.get("accept")?.includes("text/html") ?? false;
  const body = asPage ? explanationPage(text) : text;
  const type = asPage ? "text/html" : "text/plain";
  return new Response(request.method === "HEAD" ? null : body, { status, headers: { "content-type": `${type}; charset=utf-8` } });
}

async function* read(body: ReadableStream<Uint8Array>) {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    // Not waited for: a sender that stopped sending would keep us.
    reader.cancel().catch(() => undefined);
  }
}
