import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Inngest } from "inngest";
import { secretKey } from "@/env";

/** A query parameter, not part of the path: the SDK announces it with every function, and `INNGEST_SERVE_PATH` replaces paths. */
const PARAMETER = "key";

/**
 * The address to give to Inngest's dev server, for an app at `origin`. It does not sign its calls; what proves them is the key
 * in this address, which the SDK hands on in the addresses of the functions.
 */
export function devServerAddress(origin: string): string {
  const address = new URL("/api/inngest", origin);
  address.searchParams.set(PARAMETER, key());
  return address.href;
}

/** Whether a call of `url` (an address, or its path and query) may reach the SDK, which checks signatures except in dev mode. */
export function mayCall({ mode }: Pick<Inngest, "mode">, url: string): boolean {
  if (mode !== "dev") return true;
  const given = Buffer.from(new URL(url, "http://localhost").searchParams.get(PARAMETER) ?? "");
  const right = Buffer.from(key());
  return given.length === right.length && timingSafeEqual(given, right);
}

function key(): string {
  return createHmac("sha256", secretKey()).update("inngest dev server").digest("base64url");
}
