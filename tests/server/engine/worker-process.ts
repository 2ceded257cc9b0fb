import postgres from "postgres";
import { startEngine } from "@/lib/engine/engine";
import { embeddedClient, listen, SIGNING_KEY, serveFunctions } from "./lab";
import { workFunctions } from "./work";

/**
 * A process of its own with an app and an engine, to be killed, stopped or run beside others.
 * Says `ready` once its engine takes jobs.
 */
const { DATABASE_URL = "", CHECKPOINT, LEASE_MS = "15000" } = process.env;

const sql = postgres(DATABASE_URL, { max: 4, onnotice: () => undefined });
const client = embeddedClient(DATABASE_URL);
const { origin } = await listen(serveFunctions(client, workFunctions(client, sql)));
await startEngine({
  databaseUrl: DATABASE_URL,
  appOrigin: origin,
  signingKey: SIGNING_KEY,
  checkpoint: CHECKPOINT === "1",
  retention: { completedDays: 3, failedDays: 30 },
  leaseMs: Number(LEASE_MS),
  backOff: () => 20,
  log: { info: (line) => console.log(line), error: (line) => console.error(line) },
});
console.log("ready");
