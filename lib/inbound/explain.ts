import type { Scheme } from "./signatures/schemes";

/** What somebody who opens an endpoint in a browser, or asks it with curl, needs to know. Names no source and no secret. */
export function explain(scheme: Scheme | undefined): { status: 200 | 404; text: string } {
  if (!scheme)
    return {
      status: 404,
      text: "There is no endpoint at this address. Check the last part of it: each source of a Mailroom has its own.\n",
    };
  return {
    status: 200,
    text: `This endpoint takes in email, one per request, by POST.\n\nBody: JSON (application/json) or the mail itself (message/rfc822).\n${proof(scheme)}\n`,
  };
}

function proof(scheme: Scheme): string {
  if (scheme.check === "none") return "Requests need no signature.";
  if (scheme.check === "token") return `Requests carry the endpoint's secret in ${scheme.headers.join(" or ")}.`;
  const headers = [
    scheme.signature.headers[0],
    scheme.timestamp?.headers?.[0],
    scheme.content.includes("{id}") ? scheme.id?.headers[0] : undefined,
  ];
  const carried = headers.filter((name) => name !== undefined).join(", ");
  return `Requests are signed: HMAC-SHA256 of ${scheme.content} in ${scheme.signature.encoding}, with ${carried}.`;
}

/** The same as a small page, for browsers. */
export function explanationPage(text: string): string {
  const [title = "", ...rest] = text.trim().split("\n\n");
  const lines = rest.flatMap((part) => part.split("\n")).map((line) => `<p>${escaped(line)}</p>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mailroom</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:40rem;margin:15vh auto;padding:0 1.5rem}</style>
<h1>${escaped(title)}</h1>${lines.join("")}</html>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
