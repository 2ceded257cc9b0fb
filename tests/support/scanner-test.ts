import { test as base } from "./browser-test";
import { startFakeClamd } from "./fake-clamd";

export { expect } from "./browser-test";

interface Scanner {
  /** What it says of every file from now on. */
  says(answer: string): void;
}

/** A test in a browser, on a server that has a virus scanner. */
export const test = base.extend<object, { scanner: Scanner }>({
  scanner: [
    async ({}, use) => {
      let answer = "stream: OK\0";
      const clamd = await startFakeClamd(() => answer);
      process.env.CLAMD_URL = clamd.url;
      await use({
        says: (next) => {
          answer = next;
        },
      });
      delete process.env.CLAMD_URL;
      await clamd.stop();
    },
    // Before the server, which is told of it when it starts.
    { scope: "worker", auto: true },
  ],
});
