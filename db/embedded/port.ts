import { createServer } from "node:net";

/** `wanted` if nobody listens there, else any free loopback port. */
export async function freePort(wanted = 0): Promise<number> {
  const port = await bindOnce(wanted);
  if (port !== undefined) return port;
  const other = await bindOnce(0);
  if (other === undefined) throw new Error("no loopback port is free");
  return other;
}

function bindOnce(wanted: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? address?.port : undefined));
    });
  });
}
