import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import { embeddedFetch } from "@/lib/engine/client-fetch";
import { type Engine, type EngineOptions, startEngine } from "@/lib/engine/engine";
import { closeStore } from "@/lib/engine/store";
import { test as base } from "../../support/server-test";
import { Journal } from "./journal";

export { expect } from "../../support/server-test";

export const SIGNING_KEY = `signkey-embedded-${"ab".repeat(32)}`;

/** Retries at once, in the order of the table: nobody waits for a test. */
const PROMPT = {
  retention: { completedDays: 3, failedDays: 30 },
  backOff: () => 20,
  log: { info: () => undefined, error: () => undefined },
};

export type FunctionsOf = (client: Inngest, journal: Journal) => InngestFunction.Like[];

export interface Lab {
  client: Inngest;
  journal: Journal;
  origin: string;
  engine: Engine;
  /** Stops the engine, as a process that ends would, and starts another. */
  restart(options?: Partial<EngineOptions>): Promise<void>;
}

/** An app that serves `functions`, and an engine that drives it. */
export async function openLab(databaseUrl: string, functions: FunctionsOf, options: Partial<EngineOptions> = {}) {
  const journal = new Journal();
  const client = embeddedClient(databaseUrl);
  const app = await listen(serveFunctions(client, functions(client, journal)));
  const start = (more: Partial<EngineOptions> = {}) =>
    startEngine({ databaseUrl, appOrigin: app.origin, signingKey: SIGNING_KEY, checkpoint: true, ...PROMPT, ...options, ...more });

  const lab: Lab & { close(): Promise<void> } = {
    client,
    journal,
    origin: app.origin,
    engine: await start(),
    async restart(more) {
      await lab.engine.stop();
      lab.engine = await start(more);
    },
    async close() {
      await lab.engine.stop();
      await closeStore();
      app.server.closeAllConnections();
      app.server.close();
    },
  };
  return lab;
}

export function embeddedClient(databaseUrl: string): Inngest {
  return new Inngest({
    id: "lab",
    isDev: false,
    eventKey: "lab",
    signingKey: SIGNING_KEY,
    baseUrl: "http://embedded.invalid/",
    fetch: embeddedFetch(() => databaseUrl),
    logger: silent,
  });
}

export function serveFunctions(client: Inngest, functions: InngestFunction.Like[]): RequestListener {
  return serve({ client, functions, enableUnauthedSync: false });
}

export async function listen(handler: RequestListener, port = 0): Promise<{ server: Server; origin: string }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Functions that fail on purpose would fill the terminal. */
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

interface Fixtures {
  /** Opens a lab that is closed with the test. */
  open(functions: FunctionsOf, options?: Partial<EngineOptions>): Promise<Lab>;
}

export const test = base.extend<Fixtures>({
  open: async ({ database }, use) => {
    const opened: { close(): Promise<void> }[] = [];
    await use(async (functions, options) => {
      const lab = await openLab(database.url, functions, options);
      opened.push(lab);
      return lab;
    });
    for (const lab of opened) await lab.close();
  },
});
