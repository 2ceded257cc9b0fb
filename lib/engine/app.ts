import http from "node:http";
import https from "node:https";
import { MAX_CALL_MS, MAX_RESPONSE_BYTES } from "./limits";
import { isSignedBy, sign } from "./signature";

/** What the app's `serve()` handler answered. */
export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** The app could not be asked: nothing came back, so nothing is known of what it did. */
export class AppUnreachable extends Error {
  override name = "AppUnreachable";
}

/** What came back is not from the SDK: a proxy, an error page, or somebody else on the port. */
export class NotTheApp extends Error {
  override name = "NotTheApp";
}

export interface App {
  /** POSTs one call request, signed. `body` is canonical JSON. Throws `AppUnreachable` or `NotTheApp`. */
  call(fnId: string, stepId: string, body: string): Promise<Answer>;
  /** In-band sync: asks the app for the configuration of its functions. */
  sync(): Promise<Answer>;
  close(): void;
}

/** The app behind `origin`, over connections that are kept. node:http and not fetch: half the time per call. */
export function openApp(origin: string, signingKey: string): App {
  const endpoint = new URL("/api/inngest", origin);
  const transport = endpoint.protocol === "https:" ? https : http;
  const agent = new transport.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, maxFreeSockets: 64, timeout: 0 });

  function request(method: string, search: string, body: string, extra: Record<string, string> = {}): Promise<Answer> {
    const now = new Date();
    return new Promise((resolve, reject) => {
      const outgoing = transport.request(
        endpoint,
        {
          agent,
          method,
          path: `${endpoint.pathname}${search}`,
          headers: {
            "content-type": "application/json",
            "content-length": Buffer.byteLength(body),
            "x-inngest-signature": sign(body, signingKey, now),
            "x-inngest-server-kind": "cloud",
            ...extra,
          },
          timeout: MAX_CALL_MS,
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          let size = 0;
          incoming.on("data", (chunk: Buffer) => {
            size += chunk.length;
            if (size > MAX_RESPONSE_BYTES) incoming.destroy(new NotTheApp(`The answer is larger than ${MAX_RESPONSE_BYTES} bytes`));
            else chunks.push(chunk);
          });
          incoming.on("error", (error) => reject(error instanceof NotTheApp ? error : new AppUnreachable(error.message)));
          incoming.on("end", () => {
            const answer = { status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks).toString("utf8") };
            if (isGenuine(answer, signingKey)) resolve(answer);
            else reject(new NotTheApp(explain(answer)));
          });
        },
      );
      outgoing.on("timeout", () => outgoing.destroy(new AppUnreachable(`No answer within ${MAX_CALL_MS} ms`)));
      outgoing.on("error", (error) => reject(error instanceof NotTheApp ? error : new AppUnreachable(error.message)));
      outgoing.end(body);
    });
  }

  return {
    call: (fnId, stepId, body) => request("POST", `?fnId=${encodeURIComponent(fnId)}&stepId=${stepId}`, body),
    sync: () => request("PUT", "", JSON.stringify({ url: endpoint.href }), { "x-inngest-sync-kind": "in_band" }),
    close: () => agent.destroy(),
  };
}

function isGenuine(answer: Answer, signingKey: string): boolean {
  if (!answer.headers["x-inngest-sdk"]) return false;
  return isSignedBy(String(answer.headers["x-inngest-signature"] ?? ""), answer.body, signingKey, new Date());
}

function explain({ status, headers, body }: Answer): string {
  if (status === 401) return "The app answered 401: it holds another signing key";
  const origin = headers["x-inngest-sdk"] ? "its signature does not match" : "it is not from the Inngest SDK";
  return `The app answered ${status}, but ${origin}: ${body.slice(0, 200)}`;
}
