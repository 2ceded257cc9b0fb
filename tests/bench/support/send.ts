import { createHmac, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import type { BenchApp } from "./app";

const agent = new Agent({ keepAlive: true, maxSockets: 128 });

/** Posts signed bytes (scheme `webhook`) and answers with the status and how long it took in milliseconds. */
export function post(
  { url, source }: BenchApp,
  body: Uint8Array,
  contentType = "application/json",
): Promise<{ status: number; ms: number }> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", source.secret).update(`${timestamp}.`).update(body).digest("hex");
  const start = performance.now();
  return new Promise((done, fail) => {
    const headers = {
      "content-type": contentType,
      "content-length": body.length,
      "x-webhook-id": randomUUID(),
      "x-webhook-timestamp": timestamp,
      "x-webhook-signature": signature,
    };
    const outgoing = request(`${url}/webhooks/email/${source.key}`, { agent, method: "POST", headers }, (response) => {
      response.resume().once("end", () => done({ status: response.statusCode ?? 0, ms: performance.now() - start }));
    });
    outgoing.once("error", fail).end(body);
  });
}

/** A mail event of about `size` bytes, unlike any other. */
export function mailEvent(subject: string, size: number): Buffer {
  const id = randomUUID();
  const sentence = "Dear team, the lamp that came on Tuesday flickers whenever the heating turns on. ";
  const text = `${id} ${sentence.repeat(Math.ceil(size / sentence.length))}`.slice(0, Math.max(size - 300, 40));
  const event = {
    event: "email.received",
    event_id: id,
    message_id: `<${id}@bench.test>`,
    from: "Ana <ana@bench.test>",
    to: ["x@bench.test"],
  };
  return Buffer.from(JSON.stringify({ ...event, subject, text }));
}

/** Runs `work` for each item, `atOnce` at a time. */
export async function inParallel<T, R>(items: Iterable<T>, atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items[Symbol.iterator]();
  const lane = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) results.push(await work(next.value));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}
