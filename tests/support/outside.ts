import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { forgetEnv } from "@/env";

/** Plays a server somewhere on the web. `host` is trusted with images while it runs, though it is on this machine. */
export async function withImageHost(answer: RequestListener, use: (host: string) => Promise<void>) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const before = process.env.MAILROOM_IMAGE_HOSTS;
  trust([before, host].filter(Boolean).join(","));
  try {
    await use(host);
  } finally {
    trust(before ?? "");
    server.closeAllConnections();
    server.close();
  }
}

function trust(hosts: string) {
  process.env.MAILROOM_IMAGE_HOSTS = hosts;
  forgetEnv();
}

/** One red pixel. */
export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);
