import { connect, type Socket } from "node:net";
import { type Order, prepare } from "./requests";

// A process of its own: what it costs to send is not charged to the servers' event loops. Requests are made and signed before
// the clock runs, and the same ones go to every server of a round.

export interface Shot {
  port: number;
  path: string;
  connections: number;
}

export interface Outcome {
  seconds: number;
  failed: number;
  /** Milliseconds of each request. */
  times: number[];
}

let prepared: { head: (path: string) => Buffer; body: Buffer }[] = [];

process.on("message", async (message: { prepare: Order } | { fire: Shot }) => {
  if ("prepare" in message) {
    prepared = prepare(message.prepare);
    process.send?.("prepared");
  } else process.send?.(await fire(message.fire));
});

async function fire({ port, path, connections }: Shot): Promise<Outcome> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const requests = prepared.map(({ head, body }) => Buffer.concat([head(path), body]));
  const times: number[] = [];
  let failed = 0;
  let next = 0;

  const start = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      for (let request = requests[next++]; request; request = requests[next++]) {
        const sent = performance.now();
        const status = await exchange(socket, request);
        times.push(performance.now() - sent);
        if (status !== 200) failed++;
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const socket of sockets) socket.destroy();
  return { seconds, failed, times };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => resolve(socket));
    socket.once("error", reject);
  });
}

/** One request, and the status of its answer once that has come whole. Answers are small and say their length or are chunked. */
function exchange(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const onData = (bytes: Buffer) => {
      answer += bytes.toString("latin1");
      if (isWhole(answer)) settle(() => resolve(Number(answer.slice(9, 12))));
    };
    const onClose = () => settle(() => reject(new Error(`hung up after ${JSON.stringify(answer)}`)));
    const settle = (finish: () => void) => {
      socket.off("data", onData);
      socket.off("close", onClose);
      finish();
    };
    socket.on("data", onData);
    socket.once("close", onClose);
    socket.write(request);
  });
}

function isWhole(answer: string): boolean {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /content-length: (\d+)/i.exec(answer.slice(0, end))?.[1];
  return length === undefined ? answer.endsWith("0\r\n\r\n") : answer.length >= end + 4 + Number(length);
}
