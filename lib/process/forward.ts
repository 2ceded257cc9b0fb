import {
  Agent,
  request as ask,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
} from "node:http";

/** They concern one connection and not the message (RFC 9110 §7.6.1). To `expect` our own server has answered. */
const OF_ONE_CONNECTION = ["connection", "keep-alive", "proxy-connection", "te", "upgrade", "expect"];

const STOPPING = "Mailroom is stopping or starting. Try again in a moment.\n";

/**
 * Hands requests on to a server of this process at `origin`, and its answers back, as they stream: what breaks on one side breaks on
 * the other. That server sees what it would have seen without us between; the sender's address is in `x-forwarded-for`, where no
 * proxy before us named it.
 */
export function forwardTo(origin: string): RequestListener {
  const { hostname, port, host } = new URL(origin);
  const agent = new Agent({ keepAlive: true });

  return (request, response) => {
    const { method, url: path } = request;
    const onward = ask({ hostname, port, agent, method, path, headers: { host, ...onwardHeaders(request) } });
    onward.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, backwardHeaders(answer));
      // A live stream says nothing for a while, and whoever opened it wants to know that it is open.
      response.flushHeaders();
      answer.on("error", () => response.destroy()).pipe(response);
    });
    onward.on("error", () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(503, { "content-type": "text/plain", "retry-after": "1", connection: "close" }).end(STOPPING);
    });
    response.on("close", () => onward.destroy());
    // No pipeline: it would hang up on whoever is answered before all of a body was read.
    request.pipe(onward);
  };
}

function onwardHeaders({ headers, socket }: IncomingMessage): OutgoingHttpHeaders {
  const onward: OutgoingHttpHeaders = { ...headers, "x-forwarded-for": headers["x-forwarded-for"] ?? socket.remoteAddress };
  for (const name of namesOfOneConnection(headers)) delete onward[name];
  return onward;
}

/** In their raw form, for some (Set-Cookie) come several times. How the body ends is said anew for each connection. */
function backwardHeaders({ rawHeaders, headers }: IncomingMessage): string[] {
  const dropped = new Set([...namesOfOneConnection(headers), "transfer-encoding"]);
  return rawHeaders.filter((_, at) => !dropped.has(rawHeaders[at - (at % 2)]?.toLowerCase() ?? ""));
}

function namesOfOneConnection({ connection }: IncomingHttpHeaders): string[] {
  const named = connection?.split(",").map((name) => name.trim().toLowerCase()) ?? [];
  return [...OF_ONE_CONNECTION, ...named];
}
