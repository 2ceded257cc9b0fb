import { Inngest } from "inngest";
import { embeddedFetch } from "@/lib/engine/client-fetch";

/** What sender and app have in common. */
export interface BenchKeys {
  databaseUrl: string;
  signingKey: string;
}

/** A client of the embedded engine on a database. */
export function engineClient({ databaseUrl, signingKey }: BenchKeys): Inngest {
  const fetch = embeddedFetch(() => databaseUrl);
  return new Inngest({ id: "bench", isDev: false, eventKey: "bench", signingKey, baseUrl: "http://embedded.invalid/", fetch });
}
