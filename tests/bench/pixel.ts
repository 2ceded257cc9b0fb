import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "@playwright/test";
import { env } from "@/env";
import { issueSignInLink } from "@/lib/workspaces/sign-in-link";
import { chromiumLaunchOptions } from "@/tests/support/chromium";
import { startApp } from "./support/app";
import { p50, p95, round, table } from "./support/figures";
import { mailEvent, post } from "./support/send";

const MAILS = 60;
/** Between mails, so that each finds the machine idle. */
const PAUSE_MS = 400;

/** From sending a POST to the mail's subject on screen in an open browser: the frame after the one that put it there. */
export async function benchPixel(port: number): Promise<string> {
  const app = await startApp(port);
  const browser = await chromium.launch(await chromiumLaunchOptions());
  try {
    const page = await browser.newPage();
    const link = await issueSignInLink(env().MAILROOM_OWNER_EMAIL);
    if (!link) throw new Error("the first start made no owner");
    await page.goto(`${app.url}${link}`);
    await page.getByRole("button", { name: /sign in/i }).click();
    await page.waitForURL((url) => !url.pathname.startsWith("/link"));
    // An inbox without a mail shows how to get one.
    await post(app, mailEvent("The first mail", 4_096));
    await page.goto(app.url);
    await page.getByText("The first mail").first().waitFor();
    await page.getByText("Live", { exact: true }).first().waitFor();

    const times: number[] = [];
    for (let n = 0; n < MAILS; n++) {
      const subject = `Pixel number ${n} of the benchmark`;
      const shown = page.evaluate(onScreen, subject);
      await sleep(PAUSE_MS);
      const sent = Date.now();
      await post(app, mailEvent(subject, 4_096));
      times.push((await shown) - sent);
    }
    const settled = times.slice(10);
    return table(
      ["mails", "p50 ms", "p95 ms", "max ms"],
      [[settled.length, round(p50(settled)), round(p95(settled)), round(Math.max(...settled))]],
    );
  } finally {
    await browser.close();
    await app.stop();
  }
}

/**
 * In the page: resolves with the time of the paint that shows `subject`. Both clocks are this machine's. Nothing in it has a
 * name: the compiler keeps names by a helper that the page does not have.
 */
function onScreen(subject: string): Promise<number> {
  return new Promise((done) => {
    new MutationObserver((_, observer) => {
      if (!document.body.textContent.includes(subject)) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}
