import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { type DoorOptions, openDoor } from "@/lib/inbound/node";

export interface NodeDoor {
  origin: string;
  port: number;
  /** What the engine was told of, one list per telling. */
  told: string[][];
  close(): Promise<void>;
}

/** The door as server.ts opens it, on a port of its own. */
export async function openNodeDoor({ emit, ...options }: Partial<DoorOptions> = {}): Promise<NodeDoor> {
  const told: string[][] = [];
  const door = openDoor({
    ...options,
    async emit(committed) {
      told.push(committed.map(({ id }) => id));
      await emit?.(committed);
    },
  });
  const server = createServer((req, res) => {
    if (door.takes(req)) void door.answer(req, res);
    else res.writeHead(418).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    told,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await door.settle();
    },
  };
}

/** Sends these bytes as they are and returns what came back until the other side hung up. */
export async function speak(port: number, parts: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("data", (bytes) => {
    answer += bytes.toString("latin1");
  });
  socket.on("error", () => undefined);
  for await (const part of parts) {
    if (socket.destroyed || !socket.writable) break;
    if (!socket.write(part)) await Promise.race([new Promise((resolve) => socket.once("drain", resolve)), closed]);
  }
  await closed;
  return answer;
}
