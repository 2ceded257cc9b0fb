import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { db } from "@/db/client";
import { conversations, messages, reads, users } from "@/db/schema";
import { env } from "@/env";
import { issueSignInLink } from "@/lib/workspaces/sign-in-link";
import { mail } from "@/tests/browser/support/mail";
import { chromiumLaunchOptions } from "@/tests/support/chromium";
import { type BenchApp, startApp } from "./support/app";
import { p50, p95, round, table } from "./support/figures";
import { type LargeMail, largeMails, longConversation } from "./support/long-mail";
import { post } from "./support/send";

const MESSAGES = 200;
const ROUNDS = 22;
const WARM_UP = 2;
const FILING_MS = 120_000;
const SUBJECT = "Lamps that flicker";
const SHORT = "A short one";
/** What is opened first is read for as long. */
const READ_MS = 1_000;

type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

/**
 * Opening what is heavy, in a browser that has nothing of it: until the message to read first stands in sight, laid out, and a frame of it was drawn.
 * Then what very large HTML costs a reader: the longest time for which the page does not answer to keys.
 */
export async function benchOpen(port: number): Promise<string> {
  const app = await startApp(port);
  const browser = await chromium.launch(await chromiumLaunchOptions());
  try {
    const large = largeMails();
    await deliver(app, large);
    const session = await signIn(app, browser);
    return [await conversation(app, browser, session), await largeOnes(app, browser, session, large)].join("\n\n");
  } finally {
    await browser.close();
    await app.stop();
  }
}

async function deliver(app: BenchApp, large: LargeMail[]) {
  let sent = 0;
  const send = async (bodies: string[]) => {
    for (const body of bodies) {
      const { status } = await post(app, Buffer.from(body), "message/rfc822");
      if (status !== 200) throw new Error(`the door answered ${status}`);
    }
    sent += bodies.length;
    for (const end = Date.now() + FILING_MS; (await db.$count(messages)) < sent; await sleep(50))
      if (Date.now() > end) throw new Error(`not filed within ${FILING_MS} ms`);
  };
  await send(large.map(({ name, html }) => mail({ subject: `Large: ${name}`, html: html() })));
  await send([mail({ subject: SHORT, html: "<p>This was opened before.</p>".repeat(10) })]);
  const [first, ...rest] = longConversation(SUBJECT, MESSAGES);
  const last = rest.pop();
  // The first and the last are in their places, whatever overtakes what between them.
  for (const bodies of [[first ?? ""], rest, [last ?? ""]]) await send(bodies);
}

/** One sign-in for all: who opens a conversation was signed in before. */
async function signIn(app: BenchApp, browser: Browser): Promise<Session> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const link = await issueSignInLink(env().MAILROOM_OWNER_EMAIL);
  if (!link) throw new Error("the first start made no owner");
  await page.goto(`${app.url}${link}`);
  await page.getByRole("button", { name: /sign in/i }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/link"));
  const session = await context.storageState();
  await context.close();
  return session;
}

/** A browser that has never been here: no scripts, no pictures, no connection. */
async function newPage(browser: Browser, session: Session): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, storageState: session });
  return context.newPage();
}

async function conversation(app: BenchApp, browser: Browser, session: Session): Promise<string> {
  const all = await db.select().from(conversations);
  const [long, short] = [SUBJECT, SHORT].map((wanted) => all.find(({ subject }) => subject === wanted));
  if (!short || !long || long.messageCount !== MESSAGES) throw new Error(`the conversation has ${long?.messageCount ?? 0} messages`);
  const address = `${app.url}/m/${long.mailboxId}/c/${long.id}`;

  const rows: (string | number)[][] = [];
  for (const [state, seen] of [
    ["all read", true],
    ["all unread", false],
  ] as const) {
    const visited: number[] = [];
    const clicked: number[] = [];
    const clickedNext: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      visited.push(
        await fresh(browser, session, seen, async (page) => {
          await page.goto(address, { waitUntil: "commit" });
          return page.evaluate(shown, { subject: SUBJECT });
        }),
      );
      clicked.push(
        await fresh(browser, session, seen, async (page) => {
          await openList(page, app, long.mailboxId);
          return page.evaluate(shown, { subject: SUBJECT, id: long.id });
        }),
      );
      clickedNext.push(
        await fresh(browser, session, seen, async (page) => {
          await openList(page, app, long.mailboxId);
          await page.evaluate(shown, { subject: SHORT, id: short.id });
          await sleep(READ_MS);
          return page.evaluate(shown, { subject: SUBJECT, id: long.id });
        }),
      );
    }
    for (const [name, times] of [
      ["its address, in a new browser", visited],
      ["its row, the first that is opened", clicked],
      ["its row, after another", clickedNext],
    ] as const) {
      const settled = times.slice(WARM_UP);
      rows.push([state, name, settled.length, round(p50(settled)), round(p95(settled))]);
    }
  }
  return table([`${MESSAGES} messages`, "opened by", "rounds", "p50 ms", "p95 ms"], rows);
}

async function openList(page: Page, app: BenchApp, mailboxId: string) {
  await page.goto(`${app.url}/m/${mailboxId}`);
  await page.getByText("Live", { exact: true }).first().waitFor();
}

async function fresh(browser: Browser, session: Session, seen: boolean, measure: (page: Page) => Promise<number>): Promise<number> {
  await markAll(seen);
  const page = await newPage(browser, session);
  try {
    return await measure(page);
  } finally {
    await page.context().close();
  }
}

async function markAll(seen: boolean) {
  await db.delete(reads);
  const [user] = await db.select().from(users);
  if (!user) throw new Error("nobody reads");
  const all = await db.select().from(conversations);
  if (seen) await db.insert(reads).values(all.map(({ id, messageCount }) => ({ userId: user.id, conversationId: id, seen: messageCount })));
}

async function largeOnes(app: BenchApp, browser: Browser, session: Session, large: LargeMail[]): Promise<string> {
  const all = await db.select().from(conversations);
  const rows: (string | number)[][] = [];
  for (const { name, html } of large) {
    const one = all.find(({ subject }) => subject === `Large: ${name}`);
    if (!one) throw new Error(`"${name}" was not filed`);
    const page = await newPage(browser, session);
    await openList(page, app, one.mailboxId);
    await page.evaluate(watchTasks);
    const ms = await page.evaluate(shown, { subject: one.subject, id: one.id });
    const tasks = await page.evaluate(() => Reflect.get(window, "longTasks") as number[]);
    const asText = (await page.getByText("This is its text.").count()) > 0;
    rows.push([name, round(html().length / 1_000), asText ? "text" : "HTML", round(ms), round(Math.max(0, ...tasks))]);
    await page.context().close();
  }
  return table(["mail", "KB", "shown as", "on screen after ms", "longest task ms"], rows);
}

// In the page. Nothing in them has a name: the compiler keeps names by a helper that the page does not have.

/**
 * Milliseconds until a message of the conversation is laid out in sight and the frame after it was drawn: from the start of the navigation or, with its
 * `id`, from a click on its row that no pointer came near before, which would have fetched what it opens.
 */
function shown({ subject, id }: { subject: string; id?: string }): Promise<number> {
  return new Promise((done, fail) => {
    const row = document.querySelector<HTMLElement>(`[data-conversation="${id}"]`);
    if (id && !row) return fail(new Error(`the row is not in the list: ${document.body.textContent.slice(0, 500)}`));
    const start = id ? performance.now() : 0;
    row?.click();
    const timer = setInterval(() => {
      const isOpen = document.querySelector<HTMLElement>("main h2")?.title === subject;
      const isShown =
        isOpen &&
        [...document.querySelectorAll<HTMLElement>("[data-body]")].some((body) => {
          const box = body.getBoundingClientRect();
          if (box.top >= innerHeight || box.bottom <= 0 || body.querySelector("[aria-busy]")) return false;
          const frame = body.querySelector("iframe");
          return frame ? (frame.contentDocument?.getElementById("mail")?.offsetHeight ?? 0) > 40 : box.height > 40;
        });
      const late = performance.now() > start + 20_000;
      if (!isShown && !late) return;
      clearInterval(timer);
      if (late) return fail(new Error(`nothing was shown: ${document.body.textContent.slice(0, 500)}`));
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
    }, 4);
  });
}

function watchTasks() {
  const tasks: number[] = [];
  Reflect.set(window, "longTasks", tasks);
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
}
