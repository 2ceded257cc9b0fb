import type { Server } from "node:http";
import { EnvError } from "@/env";

const FIRST_PORT = 3000;
const PORTS_TRIED = 100;

/**
 * Listens on `port`, or without one on 3000 or the next free port after it. Returns our own origin as seen from this machine.
 * Throws an `EnvError` when `port` cannot be had.
 */
export async function listen(server: Server, host: string, port: number | undefined, say: (line: string) => void): Promise<string> {
  if (port !== undefined) {
    const problem = await tryPort(server, host, port);
    if (problem) throw new EnvError(`PORT: ${explain(problem, port)}`);
    return originOf(server);
  }

  for (let candidate = FIRST_PORT; candidate < FIRST_PORT + PORTS_TRIED; candidate++) {
    const problem = await tryPort(server, host, candidate);
    if (!problem) return originOf(server);
    if (problem.code !== "EADDRINUSE") throw new EnvError(`HOST: ${explain(problem, candidate)}`);
    say(`Port ${candidate} is in use, trying ${candidate + 1}`);
  }
  throw new EnvError(`PORT: ${FIRST_PORT} to ${FIRST_PORT + PORTS_TRIED - 1} are all in use; set it to a free one`);
}

function tryPort(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error);
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      resolve(undefined);
    });
  });
}

/** What serves every address is reached over loopback. */
function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen on a port");
  const everywhere = address.address === "0.0.0.0" || address.address === "::";
  const host = everywhere ? "127.0.0.1" : address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

function explain({ code, message }: NodeJS.ErrnoException, port: number): string {
  if (code === "EADDRINUSE")
    return `${port} is in use by another program; choose another, or leave PORT out and the next free one is taken`;
  if (code === "EACCES") return `${port} is reserved for the system; choose one above 1023`;
  return message;
}
