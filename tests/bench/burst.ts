import { setTimeout as sleep } from "node:timers/promises";
import { db } from "@/db/client";
import { deliveries, messages } from "@/db/schema";
import { startApp } from "./support/app";
import { cpuTime } from "./support/cpu";
import { p50, p99, round, table } from "./support/figures";
import { inParallel, mailEvent, post } from "./support/send";

const MAILS = 2_000;
const AT_ONCE = 64;
const MAIL_BYTES = 4_096;
const DRAIN_MS = 300_000;

/**
 * A burst of mails: how fast they are acknowledged, how fast they are filed, whether all of them are, and what CPU time the app
 * and its database spent on each.
 */
export async function benchBurst(port: number): Promise<string> {
  const app = await startApp(port);
  try {
    await inParallel(numbers(50), 8, (n) => post(app, mailEvent(`Warm-up ${n}`, MAIL_BYTES)));
    await filed(50);

    const cpuBefore = cpuTime([app.pid]);
    const start = performance.now();
    const answers = await inParallel(numbers(MAILS), AT_ONCE, (n) => post(app, mailEvent(`Burst ${n}`, MAIL_BYTES)));
    const accepted = performance.now() - start;
    await filed(50 + MAILS);
    const drained = performance.now() - start;
    const cpuMs = (cpuTime([app.pid]) - cpuBefore) / MAILS;

    const refused = answers.filter(({ status }) => status !== 200).length;
    const times = answers.map(({ ms }) => ms);
    const lost = MAILS + 50 - (await db.$count(messages));
    return table(
      ["mails", "acknowledged in s", "ack p50 / p99 ms", "refused", "filed in s", "filed per s", "CPU ms each", "lost"],
      [
        [
          MAILS,
          round(accepted / 1000, 1),
          `${round(p50(times))} / ${round(p99(times))}`,
          refused,
          round(drained / 1000, 1),
          round(MAILS / (drained / 1000)),
          round(cpuMs, 1),
          lost,
        ],
      ],
    );
  } finally {
    await app.stop();
  }
}

async function filed(count: number) {
  for (const end = Date.now() + DRAIN_MS; Date.now() < end; await sleep(100)) {
    const open = await db.$count(deliveries);
    if (open === count && (await db.$count(messages)) === count) return;
  }
  throw new Error(`not filed within ${DRAIN_MS} ms`);
}

function* numbers(count: number) {
  for (let n = 0; n < count; n++) yield n;
}
