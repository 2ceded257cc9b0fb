import "server-only";
import type { IncomingMessage, RequestListener } from "node:http";
import { env } from "@/env";

/** What a proxy or a browser adds to a request, and Inngest's dev server does not. */
const OTHERS = ["forwarded", "via", "x-forwarded-for", "x-real-ip", "origin", "sec-fetch-site"];
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i;
const LOOPBACK_ADDRESS = /^(?:::ffff:)?127\.|^::1$/;

/**
 * Lets calls of the jobs through to `listener`. Signatures are the SDK's to check, except that `INNGEST_DEV` switches them
 * off, because Inngest's dev server does not sign: then only a program on this machine is let in, and anybody else gets 401.
 */
export function guarded(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (!env().INNGEST_DEV || isProgramOnThisMachine(request)) return listener(request, response);
    response.writeHead(401, { "content-type": "application/json" }).end(UNAUTHORIZED);
  };
}

/** The same where nobody knows who calls: a route of Next without server.ts. There nothing unsigned is let in. */
export function refuseUnsigned(): Response | undefined {
  if (!env().INNGEST_DEV || env().MAILROOM_LOOPBACK_URL) return undefined;
  return new Response(UNAUTHORIZED, { status: 401, headers: { "content-type": "application/json" } });
}

const UNAUTHORIZED = JSON.stringify({
  message: "Unauthorized: with INNGEST_DEV calls are not signed, so only Inngest's dev server on the machine of `npm start` may make them",
});

/** A page in a browser could reach this machine's ports as well; it cannot help saying so. */
function isProgramOnThisMachine({ socket, headers }: IncomingMessage): boolean {
  return (
    LOOPBACK_ADDRESS.test(socket.remoteAddress ?? "") &&
    LOOPBACK.test(headers.host ?? "") &&
    OTHERS.every((name) => headers[name] === undefined)
  );
}
