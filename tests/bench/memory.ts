import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { startApp } from "./support/app";
import { round, table } from "./support/figures";
import { mailEvent, post } from "./support/send";

const BODIES = 20;
const BODY_BYTES = 25 * 1024 * 1024;
const MB = 1024 * 1024;

/**
 * Memory of the process while large bodies stream in at once. They are no mails and no JSON, so that filing, which must
 * hold a mail to read it, ends at its first look and the figure is the door's.
 */
export async function benchMemory(port: number): Promise<string> {
  const app = await startApp(port);
  try {
    for (let n = 0; n < 20; n++) await post(app, mailEvent(`Warm-up ${n}`, 4_096));
    await sleep(3_000);
    const idle = await residentBytes(app.pid);
    const body = randomBytes(BODY_BYTES);

    let peak = idle;
    let done = false;
    const watch = (async () => {
      for (; !done; await sleep(20)) peak = Math.max(peak, await residentBytes(app.pid));
    })();
    const answers = await Promise.all(
      Array.from({ length: BODIES }, (_, n) => post(app, Buffer.concat([Buffer.from(`Subject: ${n}\r\n\r\n`), body]), "message/rfc822")),
    );
    done = true;
    await watch;

    const refused = answers.filter(({ status }) => status !== 200).length;
    return table(
      ["bodies at once", "MB each", "refused", "idle MB", "peak MB", "above idle, per request MB"],
      [[BODIES, 25, refused, round(idle / MB), round(peak / MB), round((peak - idle) / BODIES / MB, 1)]],
    );
  } finally {
    await app.stop();
  }
}

/** Linux only: what the kernel counts, buffers outside the JavaScript heap included. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}
