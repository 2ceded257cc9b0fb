import { build } from "esbuild";
import type * as Clean from "@/app/_mail/clean-in-browser";
import type * as Purify from "@/app/_mail/purify";
import { expect, test } from "../support/browser-test";
import { vectors } from "./vectors";

const LARGE = 12_000;

declare global {
  var mail: typeof Clean & typeof Purify;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: 'export * from "@/app/_mail/clean-in-browser"; export * from "@/app/_mail/purify";',
      resolveDir: process.cwd(),
    },
    bundle: true,
    format: "iife",
    globalName: "mail",
    tsconfig: "tsconfig.json",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

test("cleaned in pieces an attack is as clean as cleaned whole", async ({ page }) => {
  await page.addScriptTag({ content: await bundle() });
  for (const [name, html] of Object.values(vectors).flat()) {
    const [whole, pieces] = await page.evaluate(async (html) => {
      const { CLEANING, purify } = window.mail;
      // Of what has no body nothing is left, or it is refused.
      const clean = (limits = {}) =>
        purify(html, CLEANING, limits).then(
          (body) => body.innerHTML,
          () => "",
        );
      return [await clean(), await clean({ small: 0, piece: 2 })];
    }, html);
    expect({ name, html: pieces }).toEqual({ name, html: whole });
  }
});

test("a large mail loses nothing in pieces, and lets keys have their turn", async ({ page }) => {
  await page.addScriptTag({ content: await bundle() });
  const rows = `<table><tbody>${"<tr><td>a</td><td><b>b</b></td></tr>".repeat(LARGE / 4)}</tbody></table>`;
  const html = `<style>td{color:red}</style><div dir="ltr">${rows}${"<p>x</p>".repeat(LARGE)}</div>end`;
  const [cleaned, turns] = await page.evaluate(async (html) => {
    let turns = 0;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      turns++;
      channel.port2.postMessage(null);
    };
    channel.port2.postMessage(null);
    const cleaned = await window.mail.cleanInBrowser(html);
    channel.port1.close();
    return [cleaned, turns];
  }, html);
  expect(cleaned).toBe(html);
  expect(turns).toBeGreaterThan(10);
});
