import next from "next";
import { closeDatabase, databaseUrl, directDatabaseUrl } from "./db/client";
import { EnvError, env } from "./env";
import { startEngine } from "./lib/engine/engine";
import { closeGroupCommit, openGroupCommit } from "./lib/inbound/keeping/group-commit";
import { openDoor } from "./lib/inbound/node";
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
import { openLog } from "./lib/process/log";
import { startServingThread } from "./lib/process/serving-thread";
import { createShutdown, within } from "./lib/process/shutdown";
import { openStaticFiles } from "./lib/process/static-files";
import { createWebServer } from "./lib/process/web-server";

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

  openGroupCommit(databaseUrl());
  shutdown.onEnd("the door's connection", closeGroupCommit);
  const door = openDoor({ emit: emitAccepted });
  shutdown.onEnd("the door", door.settle);

  const web = createWebServer();
  const origin = await listen(web.server, HOST, PORT, say);
  process.env.MAILROOM_LOOPBACK_URL = origin;
  await installation.announce(origin);

  const { hostname, port } = new URL(origin);
  // Next asks itself for the page a form leads to, at the address it is told here.
  const app = next({ dev, hostname, port: Number(port), customServer: true, httpServer: web.server });
  shutdown.onEnd("the pages", () => within(LAST_TASKS_MS, app.close()));
  shutdown.onEnd("the web server", () => Promise.all([web.close(), closeLive()]));
  const log = openLog(env().MAILROOM_LOG);
  // In development Next answers the jobs too, so that they reload when they are edited.
  const threaded = !dev && env().engine === "embedded";
  const [jobsThread] = await Promise.all([threaded ? startServingThread("the jobs", "./.server/jobs.mjs", log) : undefined, app.prepare()]);
  shutdown.onEnd("the thread of the jobs", async () => jobsThread?.stop());
  const pages = app.getRequestHandler();
  const files = openStaticFiles(".next/static");
  const jobs = jobsListener();
  web.answerWith((request, response) => {
    if (!dev && door.takes(request)) void door.answer(request, response);
    else if (!dev && files.takes(request)) void files.answer(request, response);
    else if (!dev && request.url?.startsWith("/api/inngest")) jobs(request, response);
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

/** A start that must not go on says why in one sentence; anything else is a fault of ours, with its trace. */
function fail(error: unknown) {
  if (error instanceof EnvError || error instanceof AlreadyRunning) console.error(`Mailroom cannot start. ${error.message}`);
  else console.error("Mailroom stopped:", error);
  shutdown.end(1);
}
