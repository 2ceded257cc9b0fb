import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What an app tells Inngest's dev server of itself. */
export interface Registration {
  url: string;
  functions: { id: string; steps: { step: { runtime: { url: string } } } }[];
}

/** Stands in for Inngest's dev server where apps register and send their events. */
export async function startDevServer() {
  const registrations: Registration[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    if (request.url === "/fn/register") registrations.push(JSON.parse(body));
    const answer = request.url?.startsWith("/e/") ? { ids: ["1"], status: 200 } : { ok: true, modified: true };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    registrations,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** One call without a signature, as the dev server makes them. Answers the status. */
export async function callUnsigned(url: string, method: "GET" | "PUT" | "POST", body: unknown = {}): Promise<number> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", "x-inngest-server-kind": "dev" },
    ...(method !== "GET" && { body: JSON.stringify(body) }),
  });
  await response.arrayBuffer();
  return response.status;
}

/** The first call of a run. */
export const FIRST_CALL = { version: 2, event: { name: "x", data: {} }, events: [], steps: {}, ctx: { run_id: "r", attempt: 0 } };

/** The same address as somebody would write it who does not know its key. */
export function guessesAt(address: string): string[] {
  const guess = (...keys: string[]) => {
    const url = new URL(address);
    url.searchParams.delete("key");
    for (const key of keys) url.searchParams.append("key", key);
    return url.href;
  };
  const key = new URL(address).searchParams.get("key") ?? "";
  return [
    guess(),
    guess(""),
    guess(key.slice(1)),
    guess(`${key}x`),
    guess(key.toUpperCase()),
    guess("é".repeat(key.length)),
    guess("", key),
  ];
}
