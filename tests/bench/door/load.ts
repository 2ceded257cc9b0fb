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
  const told = (status: number, ms: number) => {
    times.push(ms);
    if (status !== 200) failed++;
  };

  const start = performance.now();
  await Promise.all(sockets.map((socket) => exchangeAll(socket, () => requests[next++], told)));
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

/** One request after the other until there is no next one. Answers are small and say their length or are chunked. */
function exchangeAll(socket: Socket, next: () => Buffer | undefined, told: (status: number, ms: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = "";
    let sent = 0;
    const send = () => {
      const request = next();
      if (!request) return resolve();
      sent = performance.now();
      socket.write(request);
    };
    socket.on("data", (bytes) => {
      answer += bytes.toString("latin1");
      if (!isWhole(answer)) return;
      told(Number(answer.slice(9, 12)), performance.now() - sent);
      answer = "";
      send();
    });
    socket.once("close", () => reject(new Error(`hung up after ${JSON.stringify(answer)}`)));
    send();
  });
}

function isWhole(answer: string): boolean {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /content-length: (\d+)/i.exec(answer.slice(0, end))?.[1];
  return length === undefined ? answer.endsWith("0\r\n\r\n") : answer.length >= end + 4 + Number(length);
}
