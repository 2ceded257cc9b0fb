import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

/** What it does with the stream it was sent. Undefined: hangs. */
export type FakeAnswer = (bytes: Buffer) => string | undefined;

/** Speaks clamd's INSTREAM on the loopback. `maxBytes` is its `StreamMaxLength`: past it, it answers at once and hangs up, as clamd does. */
export async function startFakeClamd(answer: FakeAnswer, { maxBytes = Number.POSITIVE_INFINITY, hangUp = false } = {}) {
  const sockets = new Set<Socket>();
  const scans: Buffer[] = [];

  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined).on("close", () => sockets.delete(socket)));
    if (hangUp) return socket.destroy();
    let received = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.toString("latin1") === "zPING\0") return socket.end("PONG\0");
      const { bytes, ended } = parse(received);
      if (bytes.length > maxBytes) return socket.removeAllListeners("data").end("INSTREAM size limit exceeded. ERROR\0").destroySoon();
      if (!ended) return;
      scans.push(bytes);
      const said = answer(bytes);
      if (said !== undefined) socket.end(said);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));

  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What it was sent, whole streams only. */
    scans,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const COMMAND = "zINSTREAM\0";

function parse(received: Buffer): { bytes: Buffer; ended: boolean } {
  if (!received.toString("latin1", 0, COMMAND.length).startsWith(COMMAND.slice(0, received.length))) throw new Error("not INSTREAM");
  const chunks: Buffer[] = [];
  for (let at = COMMAND.length; at + 4 <= received.length; ) {
    const length = received.readUInt32BE(at);
    if (length === 0) return { bytes: Buffer.concat(chunks), ended: true };
    chunks.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return { bytes: Buffer.concat(chunks), ended: false };
}
