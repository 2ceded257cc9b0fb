import next from "next";
import { closeDatabase, directDatabaseUrl } from "./db/client";
import { EnvError, env } from "./env";
import { startEngine } from "./lib/engine/engine";
import { Afterwards } from "./lib/inbound/afterwards";
import type { DoorMessage, DoorOrder } from "./lib/inbound/thread";
import { engineSigningKey, inngest } from "./lib/jobs/client";
import { devServerAddress } from "./lib/jobs/dev-server";
import { emitAccepted } from "./lib/jobs/emit-accepted";
import { emitStarted } from "./lib/jobs/emit-started";
import { jobsListener } from "./lib/jobs/serve";
import { closeLive } from "./lib/live/listen";
import { welcome } from "./lib/operations/welcome";
import { AlreadyRunning } from "./lib/process/claim";
import { openInstallation } from "./lib/process/installation";
import { listen } from "./lib/process/listen";
import { type Log, openLog } from "./lib/process/log";
import { startServingThread } from "./lib/process/serving-thread";
import { createShutdown, within } from "./lib/process/shutdown";
import { createEarlyServer } from "./lib/process/web-server";

/**
 * Mailroom on one machine: its own Postgres, the engine that runs the jobs, the door and the pages in one process.
 * What is opened says how it is closed; SIGTERM closes in reverse order and ends within five seconds.
 */
const dev = process.env.NODE_ENV !== "production";
const say = (line: string) => console.log(line);

/** Together less than the time a shutdown has. */
const LAST_JOBS_MS = 1000;
const LAST_TASKS_MS = 500;
/** How soon a new or changed job is known in development. */
const RESYNC_MS = 2000;
/** Room for young objects, in MB: twice V8's own for the jobs, where it took 15 % of a burst's time to copy what is alive, and 11 % with this. */
const JOBS_YOUNG_MB = 96;
const DOOR_YOUNG_MB = 48;
const LOOPBACK = "127.0.0.1";

const shutdown = createShutdown(() => started);
process.on("SIGTERM", () => shutdown.end(0));
process.on("SIGINT", () => shutdown.end(0));
// After one of these nothing can be relied on. A rejected promise is different: rendering drops promises it no longer needs.
process.on("uncaughtException", (error) => {
  console.error(error);
  if (!dev) shutdown.end(1);
});
const started = start();
started.catch(fail);

async function start() {
  const { HOST, PORT } = env();
  const installation = await openInstallation(say, fail);
  shutdown.onEnd("the database", installation.stop);
  shutdown.onEnd("the connection pool", closeDatabase);

  const log = openLog(env().MAILROOM_LOG);
  const web = createEarlyServer();
  const pagesOrigin = await listen(web.server, dev ? HOST : LOOPBACK, dev ? PORT : 0, say);
  const { hostname, port } = new URL(pagesOrigin);
  // Next asks itself for the page a form leads to, at the address it is told here.
  const app = next({ dev, hostname, port: Number(port), customServer: true, httpServer: web.server });
  shutdown.onEnd("the pages", () => within(LAST_TASKS_MS, app.close()));
  shutdown.onEnd("the web server", () => Promise.all([web.close(), closeLive()]));
  const origin = dev ? pagesOrigin : await startDoor(pagesOrigin, log);
  process.env.MAILROOM_LOOPBACK_URL = origin;
  await installation.announce(origin);

  // In development Next answers the jobs too, so that they reload when they are edited.
  const threaded = !dev && env().engine === "embedded";
  const thread = { name: "the jobs", file: "./.server/jobs.mjs", youngGenerationMb: JOBS_YOUNG_MB, log };
  const [jobsThread] = await Promise.all([threaded ? startServingThread(thread) : undefined, app.prepare()]);
  shutdown.onEnd("the thread of the jobs", async () => jobsThread?.stop());
  const pages = app.getRequestHandler();
  const jobs = jobsListener();
  web.answerWith((request, response) => {
    if (!dev && request.url?.startsWith("/api/inngest")) jobs(request, response);
    else void pages(request, response);
  });

  if (env().engine === "embedded") {
    const engine = await startEngine({
      databaseUrl: directDatabaseUrl(),
      appOrigin: jobsThread?.origin ?? origin,
      signingKey: engineSigningKey(),
      checkpoint: env().INNGEST_EMBEDDED_CHECKPOINT,
      retention: { completedDays: env().MAILROOM_KEEP_COMPLETED_DAYS, failedDays: env().MAILROOM_KEEP_FAILED_DAYS },
      ...(dev && { resyncMs: RESYNC_MS }),
      log,
    });
    shutdown.onEnd("the engine", () => engine.stop(LAST_JOBS_MS));
  }
  // Not waited for: when it cannot be told, the sweep still comes by every minute.
  emitStarted().catch((error: unknown) => console.error("The engine could not be told of the start:", error));

  say(`\n  Mailroom is ready at ${env().MAILROOM_URL ?? origin}`);
  if (inngest.mode === "dev") say(`  Inngest's dev server calls it at ${devServerAddress(origin)}`);
  const welcoming = await welcome(origin, say);
  shutdown.onEnd("the demo", welcoming.stop);
}

/** Starts the thread that answers senders and hands everybody else on to the pages. Returns the origin of this installation. */
async function startDoor(pages: string, log: Log): Promise<string> {
  const { HOST, PORT } = env();
  const news = new Afterwards("The engine could not be told of mail, and the sweep will");
  shutdown.onEnd("the news of mail", () => news.done());
  const door = await startServingThread<DoorMessage>({
    name: "the door",
    file: "./.server/door.mjs",
    order: { host: HOST, pages } satisfies DoorOrder,
    port: PORT,
    youngGenerationMb: DOOR_YOUNG_MB,
    onMessage: ({ committed }) => news.add(emitAccepted(committed)),
    log,
  });
  // Its requests under way end when the live streams do.
  shutdown.onEnd("the door", () => Promise.all([door.stop(), closeLive()]));
  return door.origin;
}

/** A start that must not go on says why in one sentence; anything else is a fault of ours, with its trace. */
function fail(error: unknown) {
  if (error instanceof EnvError || error instanceof AlreadyRunning) console.error(`Mailroom cannot start. ${error.message}`);
  else console.error("Mailroom stopped:", error);
  shutdown.end(1);
}
