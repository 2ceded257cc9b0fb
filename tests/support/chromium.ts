import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium, type LaunchOptions } from "@playwright/test";
import { findExecutable, isExecutable } from "./executable";
import { unpackChromium } from "./packed-chromium";

export interface Browser {
  executablePath: string;
  /** On top of our own environment. */
  env?: Record<string, string>;
}

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ELSEWHERE = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** How to launch a Chromium on this machine: one that is there, one from npm, or one installed now. Throws when there is none. */
export async function chromiumLaunchOptions(): Promise<LaunchOptions> {
  const browser = named() ?? playwrightsOwn() ?? installed() ?? (await unpackChromium()) ?? download() ?? installPackage() ?? complain();
  return {
    executablePath: browser.executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
    ...(browser.env && { env: { ...(process.env as Record<string, string>), ...browser.env } }),
  };
}

function named(): Browser | undefined {
  const { CHROMIUM_PATH } = process.env;
  if (!CHROMIUM_PATH) return undefined;
  if (!existsSync(CHROMIUM_PATH)) throw new Error(`CHROMIUM_PATH: there is no file ${CHROMIUM_PATH}`);
  return { executablePath: CHROMIUM_PATH };
}

function playwrightsOwn(): Browser | undefined {
  return existsSync(chromium.executablePath()) ? { executablePath: chromium.executablePath() } : undefined;
}

function installed(): Browser | undefined {
  const executablePath = findExecutable(NAMES) ?? ELSEWHERE.find(isExecutable);
  return executablePath === undefined ? undefined : { executablePath };
}

function download(): Browser | undefined {
  return attempt(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"]) ? playwrightsOwn() : undefined;
}

function installPackage(): Browser | undefined {
  const mayInstall = process.getuid?.() === 0 && attempt("apt-get", ["update", "-q"]);
  return mayInstall && attempt("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"]) ? installed() : undefined;
}

function complain(): never {
  throw new Error("No Chromium for the browser tests: install one, or set CHROMIUM_PATH to its executable");
}

function attempt(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
    return true;
  } catch {
    return false;
  }
}
