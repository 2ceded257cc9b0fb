import { once } from "node:events";
import http from "node:http";
import { MAX_CALL_MS, MAX_RESPONSE_BYTES } from "./limits";
import { reason } from "./log";
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

export type App = ReturnType<typeof openApp>;

/** The app behind `origin`, over connections that are kept. node:http and not fetch: half the time per call. */
export function openApp(origin: string, signingKey: string) {
  const endpoint = new URL("/api/inngest", origin);
  const agent = new http.Agent({ keepAlive: true, maxFreeSockets: 64 });

  async function request(method: string, search: string, body: string, extra: Record<string, string> = {}): Promise<Answer> {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "x-inngest-signature": sign(body, signingKey, new Date()),
      "x-inngest-server-kind": "cloud",
      ...extra,
    };
    const outgoing = http.request(endpoint, { agent, method, path: endpoint.pathname + search, headers, timeout: MAX_CALL_MS });
    outgoing.on("timeout", () => outgoing.destroy(new Error(`No answer within ${MAX_CALL_MS} ms`)));
    const answer = await read(outgoing.end(body)).catch((error: unknown) => {
      throw error instanceof NotTheApp ? error : new AppUnreachable(reason(error));
    });
    if (isGenuine(answer, signingKey)) return answer;
    throw new NotTheApp(explain(answer));
  }

  return {
    /** POSTs one call request, signed. `body` is canonical JSON. Throws `AppUnreachable` or `NotTheApp`. */
    call: (fnId: string, stepId: string, body: string) => request("POST", `?fnId=${encodeURIComponent(fnId)}&stepId=${stepId}`, body),
    /** In-band sync: asks the app for the configuration of its functions. */
    sync: () => request("PUT", "", JSON.stringify({ url: endpoint.href }), { "x-inngest-sync-kind": "in_band" }),
    close: () => agent.destroy(),
  };
}

async function read(outgoing: http.ClientRequest): Promise<Answer> {
  const [incoming] = (await once(outgoing, "response")) as [http.IncomingMessage];
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_RESPONSE_BYTES) throw new NotTheApp(`The answer is larger than ${MAX_RESPONSE_BYTES} bytes`);
    chunks.push(chunk);
  }
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks).toString("utf8") };
}

function isGenuine({ headers, body }: Answer, signingKey: string): boolean {
  const signature = String(headers["x-inngest-signature"] ?? "");
  return Boolean(headers["x-inngest-sdk"]) && isSignedBy(signature, body, signingKey, new Date());
}

function explain({ status, headers, body }: Answer): string {
  if (status === 401) return "The app answered 401: it holds another signing key";
  const origin = headers["x-inngest-sdk"] ? "its signature does not match" : "it is not from the Inngest SDK";
  return `The app answered ${status}, but ${origin}: ${body.slice(0, 200)}`;
}
