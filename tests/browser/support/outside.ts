import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PNG } from "../../support/outside";

/** A server somewhere on the web, which knows whenever somebody so much as connects. It answers everything with an image. */
export async function startOutside() {
  const asked: string[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.setHeader("content-type", "image/png").end(PNG);
  }).listen(0, "127.0.0.1");
  server.on("connection", () => connections++);
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    host,
    origin: `http://${host}`,
    /** Paths it was asked for since it was last forgotten. */
    asked: () => [...asked],
    connections: () => connections,
    forget: () => {
      asked.length = 0;
      connections = 0;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type Outside = Awaited<ReturnType<typeof startOutside>>;
