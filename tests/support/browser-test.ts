import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, test as base, chromium, type Page } from "@playwright/test";
import postgres from "postgres";
import { closeDatabase } from "@/db/client";
import { forgetEnv } from "@/env";
import { anInbox, type Inbox } from "../browser/support/inbox";
import { type Outside, startOutside } from "../browser/support/outside";
import { type Server, startServer } from "../browser/support/server";
import { chromiumLaunchOptions } from "./chromium";
import { TEST_POSTGRES } from "./global-setup";
import { signedIn } from "./session";

export { expect } from "@playwright/test";

interface Fixtures {
  /** A workspace of this test alone. */
  inbox: Inbox;
  /** A page of somebody signed in there, in a browser of their own. */
  reader: Page;
  /** Another browser that the same person is signed in with. */
  anotherBrowser: () => Promise<Page>;
  /** Ends the test as failed when a page says something on its console that it should not. */
  quiet: (page: Page) => void;
  /** What a page may say all the same. */
  allowedNoise: RegExp | undefined;
}

/** A test in a real browser, on the whole product as `npm start` runs it. */
export const test = base.extend<Fixtures, { browser: Browser; server: Server; outside: Outside }>({
  browser: [
    async ({}, use) => {
      const browser = await chromium.launch(await chromiumLaunchOptions());
      await use(browser);
      await browser.close();
    },
    // The first run on a machine may have to unpack one.
    { scope: "worker", timeout: 300_000 },
  ],

  outside: [
    async ({}, use) => {
      const outside = await startOutside();
      await use(outside);
      outside.stop();
    },
    { scope: "worker" },
  ],

  server: [
    async ({ outside }, use, { workerIndex }) => {
      const database = await createDatabase(`browser_${workerIndex}`);
      const dataDirectory = await mkdtemp(join(tmpdir(), "mailroom-browser-"));
      const environment = {
        DATABASE_URL: database,
        MAILROOM_DATA: dataDirectory,
        MAILROOM_SECRET: "a secret of the tests, at least 32 characters long",
        MAILROOM_LOG: "error",
        MAILROOM_DEMO: "0",
        MAILROOM_DEV: "1",
        // Its images stand for those of the whole web.
        MAILROOM_IMAGE_HOSTS: outside.host,
      };
      // The tests set up what they need with the product's own functions.
      Object.assign(process.env, environment);
      forgetEnv();

      const server = await startServer(environment);
      await use(server);
      await server.stop();
      await closeDatabase();
      await rm(dataDirectory, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],

  baseURL: async ({ server }, use) => use(server.origin),

  allowedNoise: [undefined, { option: true }],

  quiet: async ({ allowedNoise }, use) => {
    const noise: string[] = [];
    const note = (line: string) => allowedNoise?.test(line) || noise.push(line);
    await use((page) => {
      page.on("console", (message) => message.type() === "error" && note(`${message.text()} (${message.location().url})`));
      page.on("pageerror", (error) => note(String(error)));
    });
    if (noise.length > 0) throw new Error(`The page complained:\n${noise.join("\n")}`);
  },

  page: async ({ page, quiet }, use) => {
    quiet(page);
    await use(page);
  },

  inbox: async ({ server }, use) => use(await anInbox(server.origin)),

  reader: async ({ page, inbox, server }, use) => {
    await signIn(page, inbox, server.origin);
    await use(page);
  },

  anotherBrowser: async ({ browser, inbox, server, quiet }, use) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL: server.origin });
      opened.push(context);
      const page = await context.newPage();
      quiet(page);
      await signIn(page, inbox, server.origin);
      return page;
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

/** What the page says of its connection, wherever it says it at this width. */
export function line(page: Page, state: RegExp) {
  return page.getByRole("status").filter({ hasText: state });
}

/** Takes the session straight to the browser: how one signs in is tested once (signs-in.test.ts). */
async function signIn(page: Page, { email }: Inbox, origin: string) {
  const cookies = (await signedIn(email)).get("cookie")?.split("; ") ?? [];
  await page.context().addCookies(
    cookies.map((cookie) => {
      const [name = "", value = ""] = cookie.split(/=(.*)/s);
      return { name, value, url: origin };
    }),
  );
  await page.goto("/");
  await line(page, /^Live$/).waitFor();
}

async function createDatabase(name: string): Promise<string> {
  const server = process.env[TEST_POSTGRES];
  if (!server) throw new Error("these tests need Postgres: run them in the browser project");
  const sql = postgres(server, { max: 1 });
  await sql`create database ${sql(name)} template template`;
  await sql.end();
  return new URL(`/${name}`, server).href;
}
