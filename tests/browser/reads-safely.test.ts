import type { Page } from "@playwright/test";
import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

const OUTSIDE = "https://tracker.test";

const HOSTILE = `<!doctype html><html><head>
  <link rel="stylesheet" href="${OUTSIDE}/link.css"><link rel="prefetch" href="${OUTSIDE}/prefetch"><link rel="dns-prefetch" href="//tracker.test">
  <meta http-equiv="refresh" content="0;url=${OUTSIDE}/refresh"><base href="${OUTSIDE}/">
  <style>@import url(${OUTSIDE}/import.css); @font-face{font-family:x;src:url(${OUTSIDE}/font.woff2)} body{background:url(${OUTSIDE}/body.png);font-family:x} p::after{content:url(${OUTSIDE}/content.png)}</style>
  <script>parent.document.title = "taken"; new Image().src = "${OUTSIDE}/script"</script></head>
  <body background="${OUTSIDE}/background.png" onload="parent.document.title='taken'">
  <p style="background:url('${OUTSIDE}/inline.png')">Quarterly offer</p>
  <img src="${OUTSIDE}/open.gif" width="1" height="1"><img src="${OUTSIDE}/banner.png" width="600" height="200" alt="Our banner" srcset="${OUTSIDE}/2x.png 2x" onerror="parent.document.title='taken'">
  <img src="/api/auth/sign-out"><svg><image href="${OUTSIDE}/svg.png"/><script>parent.document.title='taken'</script></svg>
  <video src="${OUTSIDE}/video.mp4" poster="${OUTSIDE}/poster.png" autoplay></video><audio src="${OUTSIDE}/audio.mp3" autoplay></audio>
  <iframe src="${OUTSIDE}/frame"></iframe><object data="${OUTSIDE}/object"></object><embed src="${OUTSIDE}/embed">
  <form action="${OUTSIDE}/form"><input type="image" src="${OUTSIDE}/input.png" autofocus onfocus="parent.document.title='taken'"></form>
  <a href="javascript:parent.document.title='taken'">Click me</a> <a href="${OUTSIDE}/landing" ping="${OUTSIDE}/ping">Read more</a>
  <table background="${OUTSIDE}/table.png"><tr><td background="${OUTSIDE}/cell.png">cell</td></tr></table>
  </body></html>`;

/** Everything the page asked for that is not ours. */
function requestsOutside(page: Page, origin: string): string[] {
  const outside: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !/^(?:data|blob|about):/.test(request.url())) outside.push(request.url());
  });
  return outside;
}

test.describe("a mail full of trackers", () => {
  // The browser says on its console what the policies kept it from doing; that is the point.
  test.use({ allowedNoise: /Content Security Policy|Blocked script execution/ });

  test("makes no request and runs nothing", async ({ reader, inbox, server }) => {
    const outside = requestsOutside(reader, server.origin);
    await inbox.deliver(mail({ subject: "Offer of the quarter", html: HOSTILE }));
    await reader.getByRole("link", { name: /Offer of the quarter/ }).click();

    const frame = reader.frameLocator("iframe");
    await expect(frame.getByText("Quarterly offer")).toBeVisible();
    await expect(reader.getByText(/remote images? and 1 tracker blocked/)).toBeVisible();
    await frame.getByText("Click me").click();
    // Two frames painted: whatever it asks for by itself, it has asked for.
    await reader.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

    expect(outside).toEqual([]);
    expect(await reader.title()).not.toContain("taken");
    await expect(
      frame.locator("script, iframe, object, embed, form, input, video, audio, svg, link, base, meta[http-equiv=refresh]"),
    ).toHaveCount(0);
    // Still signed in: the mail could not use our own addresses either.
    await reader.reload();
    await expect(reader.getByRole("navigation", { name: "Main" })).toBeVisible();
  });
});

test("the layout of a letter comes through both cleanings", async ({ reader, inbox }) => {
  const html =
    '<table width="300" bgcolor="#ff0000" cellpadding="7" align="center"><tr><td colspan="2" height="50" valign="top" style="color:blue">Wide</td></tr><tr><td>a<td>b</table><ol start="3"><li>c</ol>';
  await inbox.deliver(mail({ subject: "Laid out", html }));
  await reader.getByRole("link", { name: /Laid out/ }).click();
  const frame = reader.frameLocator("iframe");
  await expect(frame.getByText("Wide")).toHaveAttribute("colspan", "2");
  await expect(frame.getByText("Wide")).toHaveCSS("color", "rgb(0, 0, 255)");
  await expect(frame.locator("table")).toHaveCSS("background-color", "rgb(255, 0, 0)");
  await expect(frame.locator("table")).toHaveAttribute("width", "300");
  await expect(frame.locator("ol")).toHaveAttribute("start", "3");
});

test("text is text, and its links lead out in a tab of their own", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Plain", text: "See https://fernhill.test/a?b=c&d and <b>not bold</b>.\n    indented" }));
  await reader.getByRole("link", { name: /Plain/ }).click();

  const link = reader.getByRole("article").getByRole("link", { name: "https://fernhill.test/a?b=c&d" });
  await expect(link).toHaveAttribute("rel", /noopener noreferrer/);
  await expect(link).toHaveAttribute("target", "_blank");
  await expect(reader.getByRole("article")).toContainText("<b>not bold</b>");
});
