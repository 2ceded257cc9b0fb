import { expect, test } from "../support/browser-test";
import { PNG } from "../support/outside";
import { mail } from "./support/mail";

const red = { name: "red.png", type: "image/png", content: PNG, cid: "red@fernhill.test" };

test("a picture that the mail did not bring says so, and one that nothing shows stands among the files", async ({ reader, inbox }) => {
  const html = '<p>Here:</p><img src="cid:red@fernhill.test" alt="red"><img src="cid:plan@fernhill.test" alt="The plan">';
  const spare = { ...red, name: "spare.png", cid: "spare@fernhill.test", content: Buffer.concat([PNG, Buffer.from("spare")]) };
  await inbox.deliver(mail({ subject: "Two pictures", html, files: [red, spare] }));
  await reader.getByRole("link", { name: /Two pictures/ }).click();

  const frame = reader.frameLocator("iframe");
  await frame.getByText("Picture missing from this mail: The plan").waitFor();
  const picture = frame.getByAltText("red");
  await expect.poll(() => picture.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(1);
  const files = reader.getByRole("list", { name: "Attachments" });
  await expect(files.getByRole("listitem")).toHaveCount(1);
  await expect(files).toContainText("spare.png");
});

test.describe("an hour later", () => {
  // The clock is a script, which frames of mail do not let in either.
  test.use({ allowedNoise: /Blocked script execution/ });

  test("a page left open asks for its mail again before addresses end, and leaves it as it is laid out", async ({ reader, inbox }) => {
    await inbox.deliver(mail({ subject: "Left open", html: '<img src="cid:red@fernhill.test" alt="red">', files: [red] }));
    await reader.clock.install();
    await reader.reload();
    await reader.getByRole("link", { name: /Left open/ }).click();
    const frame = reader.frameLocator("iframe");
    await expect.poll(() => frame.getByAltText("red").evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(1);
    await frame.locator("html").evaluate((root) => root.setAttribute("data-same", ""));

    // As an hour later. Laid out anew, the mail would ask for a picture at an address that is none, and the page complain.
    let asked = 0;
    await reader.route("**/body", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace(/until=\d+/g, "until=9999999999999") });
      asked++;
    });
    await reader.clock.fastForward("51:00");
    await expect.poll(() => asked).toBeGreaterThan(0);
    await expect(frame.locator("html")).toHaveAttribute("data-same", "");
  });
});
