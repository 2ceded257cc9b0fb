import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Takes events as Inngest would, and does nothing about them. */
export async function startSink() {
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const ids = req.url?.startsWith("/e/") ? idsIn(Buffer.concat(chunks)) : [];
      res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ids, status: 200 }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function idsIn(body: Buffer): string[] {
  const events: unknown = JSON.parse(body.toString());
  return Array.isArray(events) ? events.map(({ id }: { id?: string }) => id ?? "") : [];
}
