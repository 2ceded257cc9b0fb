import { createServer, type RequestListener, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

/** How long requests under way may take once we are asked to end. */
const DRAIN_MS = 1500;
const LOOK_MS = 20;

/** Longer than the minute for which common proxies keep a connection: whoever closes first must not be us, under a request. */
const KEEP_ALIVE_MS = 65_000;

export interface WebServer {
  server: Server;
  /** Lets requests under way finish, for a while; long-lived streams must be ended by whoever keeps them open. */
  close(): Promise<void>;
}

export function createWebServer(answer: RequestListener): WebServer {
  const server = createServer(answer);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return {
    server,
    async close() {
      let closed = false;
      server.close(() => {
        closed = true;
      });
      for (const end = Date.now() + DRAIN_MS; !closed && Date.now() < end; await sleep(LOOK_MS)) server.closeIdleConnections();
      server.closeAllConnections();
    },
  };
}

/** A server that listens before there is anybody to answer: requests that come before `answerWith` wait for it. */
export interface EarlyServer extends WebServer {
  answerWith(listener: RequestListener): void;
}

export function createEarlyServer(): EarlyServer {
  const early: Parameters<RequestListener>[] = [];
  let answer: RequestListener = (...exchange) => void early.push(exchange);
  const { server, close } = createWebServer((request, response) => answer(request, response));

  // The server forgets a connection that became something else, such as the hot reload's WebSocket, but waits for it to end.
  const upgraded = new Set<Duplex>();
  server.on("upgrade", (_request, socket) => {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
  });

  return {
    server,
    answerWith(listener) {
      answer = listener;
      for (const exchange of early.splice(0)) listener(...exchange);
    },
    close() {
      for (const socket of upgraded) socket.destroy();
      return close();
    },
  };
}
