import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

const html = (origin: string) =>
  `<p>Our new lamps</p><img src="${origin}/lamp.png" width="40" height="40" alt="A lamp"><img src="${origin}/open.gif" width="1" height="1">
   <p style="background:url(${origin}/shade.png)">shade</p>`;

test("remote images come when the reader asks, through this server, and trackers never", async ({ reader, inbox, outside, server }) => {
  outside.forget();
  const direct: string[] = [];
  reader.on("request", (request) => {
    if (!request.url().startsWith(server.origin) && !/^(?:data|blob|about):/.test(request.url())) direct.push(request.url());
  });
  await inbox.deliver(mail({ subject: "New lamps", html: html(outside.origin) }));
  await reader.getByRole("link", { name: /New lamps/ }).click();
  await expect(reader.getByText("2 remote images and 1 tracker blocked.")).toBeVisible();
  expect(outside.connections()).toBe(0);

  await reader.getByRole("button", { name: "Show images" }).click();
  const lamp = reader.frameLocator("iframe").getByAltText("A lamp");
  await expect.poll(() => lamp.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await expect(reader.getByText("1 tracker blocked.", { exact: true })).toBeVisible();
  await expect.poll(() => outside.asked().sort()).toEqual(["/lamp.png", "/shade.png"]);
  expect(direct).toEqual([]);
});

test("a domain once allowed shows its images at once, until the settings take it back", async ({ reader, inbox, outside }) => {
  await inbox.deliver(mail({ subject: "First lamp", html: html(outside.origin) }));
  await inbox.deliver(mail({ subject: "Second lamp", html: html(outside.origin), from: "Leo <leo@fernhill.test>" }));
  await reader.getByRole("link", { name: /First lamp/ }).click();
  await reader.getByRole("button", { name: "Always" }).click();
  await reader.getByRole("menuitem", { name: "From everybody at fernhill.test" }).click();
  await expect(reader.getByText("Remote images from fernhill.test are always shown here. 1 tracker blocked.")).toBeVisible();

  await reader.getByRole("link", { name: /Second lamp/ }).click();
  const lamp = reader.frameLocator("iframe").getByAltText("A lamp");
  await expect.poll(() => lamp.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);

  await reader.goto("/settings");
  await reader.getByRole("button", { name: "Stop showing images from fernhill.test" }).click();
  await expect(reader.getByText("No sender yet.")).toBeVisible();
  await reader.goto("/");
  await reader.getByRole("link", { name: /Second lamp/ }).click();
  await expect(reader.getByRole("button", { name: "Show images" })).toBeVisible();
});
