import next from "next";
import { closeDatabase, databaseUrl } from "./db/client";
import { EnvError, env } from "./env";
import { closeGroupCommit, openGroupCommit } from "./lib/inbound/group-commit";
import { closeLive } from "./lib/live/listen";
import { AlreadyRunning } from "./lib/process/claim";
import { openInstallation } from "./lib/process/installation";
import { listen } from "./lib/process/listen";
import { createShutdown } from "./lib/process/shutdown";
import { createWebServer } from "./lib/process/web-server";

/**
 * Mailroom on one machine: its own Postgres, the engine that runs the jobs, the door and the pages in one process.
 * What is opened registers how it is closed; SIGTERM closes in reverse order and ends within five seconds.
 */
const dev = process.env.NODE_ENV !== "production";
const say = (line: string) => console.log(line);

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
  shutdown.onEnd("the door", closeGroupCommit);

  const web = createWebServer();
  const origin = await listen(web.server, HOST, PORT, say);
  process.env.MAILROOM_LOOPBACK_URL = origin;
  await installation.announce(origin);

  const app = next({ dev, customServer: true, httpServer: web.server });
  shutdown.onEnd("the pages", () => app.close());
  shutdown.onEnd("the web server", () => Promise.all([web.close(), closeLive()]));
  await app.prepare();
  const pages = app.getRequestHandler();
  web.answerWith((request, response) => void pages(request, response));

  say(`\n  Mailroom is ready at ${env().MAILROOM_URL ?? origin}\n`);
}

/** A start that must not go on says why in one sentence; anything else is a fault of ours, with its trace. */
function fail(error: unknown) {
  if (error instanceof EnvError || error instanceof AlreadyRunning) console.error(`Mailroom cannot start. ${error.message}`);
  else console.error("Mailroom stopped:", error);
  shutdown.end(1);
}
