import type { Page } from "@playwright/test";
import { FRAME_SANDBOX, frameDocument } from "@/lib/mail/frame";
import { PRINT_SANDBOX, printDocument } from "@/lib/mail/print";
import { expect, test } from "../support/browser-test";
import type { Outside } from "./support/outside";
import { vectors } from "./vectors";
import { armed } from "./vectors/vector";

/** What Chromium shows where a policy forbids the document, and before. */
const NOTHING = ["chrome-error://chromewebdata/", "about:blank"];

/** What an attack achieved. */
interface Harm {
  executions: string[];
  requests: string[];
  navigations: string[];
}

/** Looks for everything a mail must not do, from now on. */
async function watch(page: Page, outside: Outside, origin: string): Promise<Harm> {
  const harm: Harm = { executions: [], requests: [], navigations: [] };
  await page.exposeFunction("pwned", () => harm.executions.push("script"));
  page.on("dialog", (dialog) => {
    harm.executions.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    const ours = url.startsWith(origin) && !/\/api\/(?:auth|images)\/|probe/.test(url);
    if (!ours && !/^(?:data|blob|about):/.test(url)) harm.requests.push(url);
  });
  page.on("framenavigated", (frame) => {
    const url = frame.url();
    // A frame inside the mail's own that the policy kept from loading.
    if (NOTHING.includes(url) && frame !== page.mainFrame() && frame.parentFrame() !== page.mainFrame()) return;
    if (frame === page.mainFrame() ? !url.startsWith(`${origin}/dev/render`) : url !== "about:srcdoc") harm.navigations.push(url);
  });
  page.context().on("page", (popup) => harm.navigations.push(`a new page at ${popup.url()}`));
  page.on("download", (download) => harm.navigations.push(`a download of ${download.url()}`));
  outside.forget();
  return harm;
}

/** Two frames painted: what a document starts by itself has started. */
function settle(page: Page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
}

/** Does what a careless reader might: moves over it, clicks, drags, walks through it by keyboard, copies. */
async function handle(page: Page) {
  // Past the caps a mail is shown as text, without a frame.
  const frame = page.locator("iframe:not([data-print])");
  const box = (await frame.count()) > 0 ? await frame.boundingBox() : null;
  if (!box) return;
  const [x, y] = [box.x + 26, box.y + 26];
  await page.mouse.move(x, y);
  await page.mouse.click(x, y, { clickCount: 2 });
  await page.mouse.click(box.x + box.width / 2, box.y + Math.min(box.height / 2, 200), { button: "middle" });
  await drag(page);
  for (const key of ["Tab", "Enter", "Tab", "Enter", " ", "Control+a", "Control+c"]) await page.keyboard.press(key);
}

/** Puts it on paper as the inbox does. */
async function print(page: Page) {
  const button = page.getByRole("button", { name: "Print" });
  if ((await button.count()) === 0) return;
  await button.click();
  await page.locator("iframe[data-print]").waitFor({ state: "attached" });
  await settle(page);
}

/** As events: a drag by mouse that begins inside a frame never ends in a headless Chromium. */
function drag(page: Page) {
  return page
    .locator("iframe")
    .first()
    .evaluate((frame: HTMLIFrameElement) => {
      for (const element of frame.contentDocument?.querySelectorAll("*") ?? [])
        for (const type of ["dragstart", "drag", "dragenter", "dragover", "drop", "dragend"])
          element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true }));
    });
}

test.describe("a mail that attacks", () => {
  // The browser says on its console what the policies kept it from doing; that is the point.
  test.use({ allowedNoise: /./ });

  for (const [kind, list] of Object.entries(vectors)) {
    test(`by ${kind} runs nothing, asks nobody and goes nowhere, whatever one does with it`, async ({ page, server, outside }) => {
      test.setTimeout(240_000);
      await page.setViewportSize({ width: 900, height: 1_600 });
      const harm = await watch(page, outside, server.origin);
      await page.goto("/dev/render#Ready");
      await page.locator('[data-shown="1"]').waitFor();

      for (const [at, [name, html]] of list.entries()) {
        await page.evaluate((html) => window.postMessage({ html }, "*"), armed(html, outside.origin));
        await page.locator(`[data-shown="${at + 2}"]`).waitFor();
        await settle(page);
        await handle(page);
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        await settle(page);
        await page.emulateMedia({ media: "screen", colorScheme: "light" });
        await print(page);
        expect({ name, ...harm, asked: outside.asked() }).toEqual({ name, executions: [], requests: [], navigations: [], asked: [] });
      }
      await page.pdf();
      expect(outside.connections()).toBe(0);
    });
  }

  const walls = {
    "a frame": { document: (html: string) => frameDocument(html), sandbox: FRAME_SANDBOX },
    paper: { document: (html: string) => printDocument("Mail", [{ head: [], remarks: [], body: { html } }]), sandbox: PRINT_SANDBOX },
  };
  for (const [wall, { document, sandbox }] of Object.entries(walls))
    test(`meets ${wall} that needs no cleaning to hold it`, async ({ page, server, outside }) => {
      test.setTimeout(240_000);
      const harm = await watch(page, outside, server.origin);
      await page.goto("/dev/render");
      await page.getByRole("button", { name: "Show" }).waitFor();

      for (const [name, html] of Object.values(vectors).flat()) {
        await page.evaluate(
          ([srcdoc, sandbox]) =>
            new Promise((done) => {
              for (const old of window.document.querySelectorAll("iframe")) old.remove();
              const frame = Object.assign(window.document.createElement("iframe"), { srcdoc });
              frame.setAttribute("sandbox", sandbox);
              frame.addEventListener("load", done);
              window.document.body.append(frame);
            }),
          [document(armed(html, outside.origin)), sandbox] as const,
        );
        await settle(page);
        // Chromium announces a request before the policy stops it: what counts is what the other server was asked.
        const { executions, navigations } = harm;
        expect({ name, executions, navigations, asked: outside.asked() }).toEqual({ name, executions: [], navigations: [], asked: [] });
      }
      // Not its connections: no policy forbids a preconnect. Cleaning does, which the tests above count.
    });
});

test("there are enough attacks to mean something", () => {
  expect(Object.values(vectors).flat().length).toBeGreaterThanOrEqual(250);
});
