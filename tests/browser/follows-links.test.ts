import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

const LINKS = `<p><a href="https://fernhill.test/a">Our catalogue</a></p>
  <p><a href="https://evil.example.com/login?to=x">www.bank.com</a></p>
  <p><a href="https://p\u0430ypal.com/">Your account</a></p>`;

test("a link says where it leads before it is followed", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Three links", html: LINKS }));
  await reader.getByRole("link", { name: /Three links/ }).click();
  const frame = reader.frameLocator("iframe");
  const hint = reader.getByRole("status").filter({ hasText: "Leads to" });

  await frame.getByText("Our catalogue").hover();
  await expect(hint).toHaveText("Leads to fernhill.test");
  await frame.getByText("www.bank.com").focus();
  await expect(hint).toHaveText("Leads to evil.example.com");
  const plain = frame.getByRole("link", { name: "Our catalogue" });
  await expect(plain).toHaveAttribute("href", "https://fernhill.test/a");
  await expect(plain).toHaveAttribute("rel", "noopener noreferrer nofollow ugc");
  await expect(plain).toHaveAttribute("target", "_blank");
});

test("a link that pretends is asked about on a page of our own", async ({ reader, inbox, quiet }) => {
  await inbox.deliver(mail({ subject: "Three links", html: LINKS }));
  await reader.getByRole("link", { name: /Three links/ }).click();
  const follow = async (text: string) => {
    const [asking] = await Promise.all([reader.waitForEvent("popup"), reader.frameLocator("iframe").getByText(text).click()]);
    quiet(asking);
    await asking.getByRole("heading", { name: "Look where this link leads" }).waitFor();
    return asking;
  };

  const bank = await follow("www.bank.com");
  await expect(bank.getByText("Its text is an address, and it leads to another one.")).toBeVisible();
  await expect(bank.getByRole("link", { name: "Go to evil.example.com" })).toHaveAttribute("href", "https://evil.example.com/login?to=x");
  expect(await bank.evaluate(() => window.opener)).toBeNull();

  const account = await follow("Your account");
  await expect(account.getByText(/mixes alphabets/)).toBeVisible();
  await expect(account.getByText("xn--pypal-4ve.com which is written p\u0430ypal.com")).toBeVisible();
  await expect(account.getByRole("link", { name: "Go to xn--pypal-4ve.com" })).toBeVisible();
});

test("strangers cannot borrow the page that asks, and it leads to no script", async ({ page, reader, server }) => {
  for (const to of ["javascript:alert(1)", "data:text/html,x", "/settings", ""])
    expect((await reader.request.get("/leave", { params: { to } })).status()).toBe(404);
  await page.context().clearCookies();
  await page.goto(`${server.origin}/leave?to=https://evil.example.com`);
  await expect(page).toHaveURL(/sign-in/);
});
