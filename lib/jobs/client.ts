import "server-only";
import { createHmac } from "node:crypto";
import { Inngest } from "inngest";
import { directDatabaseUrl } from "@/db/client";
import { env, secretKey } from "@/env";
import { embeddedFetch } from "@/lib/engine/client-fetch";
import { logger } from "./logger";

/** Name of this app at its engine: the prefix of every function's id. */
const APP_ID = "mailroom";

/**
 * The Inngest client. With `INNGEST_*` set it is the SDK as documented; otherwise everything it sends goes to the
 * embedded engine, under an address that leads nowhere else.
 */
export const inngest = new Inngest(env().engine === "embedded" ? embedded() : { id: APP_ID, logger });

/** The key that the embedded engine signs its calls with: never off, in development neither. */
export function engineSigningKey(): string {
  return `signkey-embedded-${createHmac("sha256", secretKey()).update("inngest signing key").digest("hex")}`;
}

function embedded() {
  return {
    id: APP_ID,
    logger,
    isDev: false,
    eventKey: "embedded",
    baseUrl: "http://embedded.invalid/",
    fetch: embeddedFetch(directDatabaseUrl),
    // Asked for at each use: this module is also loaded where there is no secret, as by `next build`.
    get signingKey() {
      return engineSigningKey();
    },
  };
}
