import { createHmac, timingSafeEqual } from "node:crypto";
import { Queue } from "bullmq";
import express from "express";
import { Redis } from "ioredis";

// The usual stack: Express with the raw body, the id taken once with SET NX, the body in a BullMQ job. Nothing waits for the disk.
const { PORT, SECRET, REDIS_PORT } = process.env;
const connection = { host: "127.0.0.1", port: Number(REDIS_PORT) };
const redis = new Redis({ ...connection, maxRetriesPerRequest: null });
const queue = new Queue("mail", { connection });

const app = express();
app.disable("x-powered-by");
app.post("/hook", express.raw({ type: "*/*", limit: "40mb" }), async (req, res) => {
  const expected = createHmac("sha256", SECRET)
    .update(`${req.headers["x-webhook-timestamp"] ?? ""}.`)
    .update(req.body)
    .digest();
  const seen = Buffer.from(String(req.headers["x-webhook-signature"] ?? ""), "hex");
  if (seen.length !== expected.length || !timingSafeEqual(seen, expected)) return res.sendStatus(401);
  const id = String(req.headers["x-webhook-id"]);
  if (await redis.set(`seen:${id}`, "1", "EX", 86_400, "NX"))
    await queue.add("mail", { id, body: req.body.toString("utf8") }, { jobId: id });
  res.json({ ok: true });
});
app.listen(Number(PORT), "127.0.0.1", () => process.send?.("ready"));
