import { once } from "node:events";
import http from "node:http";
import { reasonOf } from "@/db/errors";
import { MAX_CALL_MS, MAX_RESPONSE_BYTES } from "./limits";
import { isSignedBy, sign } from "./signature";

/** The app could not be asked: nothing came back, so nothing is known of what it did. */
export class AppUnreachable extends Error {
  override name = "AppUnreachable";
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
      throw new AppUnreachable(reasonOf(error));
    });
    refuseStrangers(answer, signingKey);
    return answer;
  }

  return {
    /** POSTs one call request, signed. `body` is canonical JSON. Throws `AppUnreachable`, and for what is not the app's answer. */
    call: (fnId: string, stepId: string, body: string) => request("POST", `?fnId=${encodeURIComponent(fnId)}&stepId=${stepId}`, body),
    /** In-band sync: asks the app for the configuration of its functions. */
    sync: () => request("PUT", "", JSON.stringify({ url: endpoint.href }), { "x-inngest-sync-kind": "in_band" }),
    close: () => agent.destroy(),
  };
}

/** What the app's `serve()` handler answered. */
export type Answer = Awaited<ReturnType<typeof read>>;

async function read(outgoing: http.ClientRequest) {
  const [incoming] = (await once(outgoing, "response")) as [http.IncomingMessage];
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_RESPONSE_BYTES) break;
  }
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks).toString("utf8") };
}

/** Throws unless the answer is the app's: it may be a proxy's, an error page, or somebody else's on the port. */
function refuseStrangers({ status, headers, body }: Answer, signingKey: string): void {
  if (Buffer.byteLength(body) > MAX_RESPONSE_BYTES) throw new Error(`The answer is larger than ${MAX_RESPONSE_BYTES} bytes`);
  const signature = String(headers["x-inngest-signature"]);
  if (headers["x-inngest-sdk"] && isSignedBy(signature, body, signingKey, new Date())) return;
  if (status === 401) throw new Error("The app answered 401: it holds another signing key");
  const origin = headers["x-inngest-sdk"] ? "its signature does not match" : "it is not from the Inngest SDK";
  throw new Error(`The app answered ${status}, but ${origin}: ${body.slice(0, 200)}`);
}
