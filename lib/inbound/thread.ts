import { parentPort, workerData } from "node:worker_threads";
import { closeDatabase, databaseUrl } from "@/db/client";
import { EnvError } from "@/env";
import { forwardTo } from "@/lib/process/forward";
import { listen } from "@/lib/process/listen";
import { END, type ThreadOrder, type ThreadReady } from "@/lib/process/serving-thread";
import { openStaticFiles } from "@/lib/process/static-files";
import { createWebServer } from "@/lib/process/web-server";
import type { Committed } from "./filing/emissions";
import { closeGroupCommit, openGroupCommit } from "./keeping/group-commit";
import { openDoor } from "./node";

// What runs in the thread of the door (server.ts), at the address that senders and people know. Senders are answered here, by a thread
// that has nothing else to do and little on its heap; everybody else is handed on to the pages. A bundle of its own.

/** What it is told beside its port. */
export interface DoorOrder {
  host: string;
  /** Origin of the server of the pages. */
  pages: string;
}

/** What it tells while it serves: deliveries that the engine has to hear of. */
export interface DoorMessage {
  committed: Committed[];
}

process.setSourceMapsEnabled(true);
// As in scripts/start.mjs: a thread's own object is as slow.
process.env = { ...process.env };

// One request's forgotten promise is no reason to break the connections of all others.
process.on("unhandledRejection", (error) => console.error("door: a promise was rejected and nobody listened:", error));

const { host, port, pages } = workerData as DoorOrder & ThreadOrder;
const tell = (message: ThreadReady | DoorMessage) => parentPort?.postMessage(message);

openGroupCommit(databaseUrl());
const door = openDoor({ emit: async (committed) => tell({ committed }) });
const files = openStaticFiles(".next/static");
const forward = forwardTo(pages);
const web = createWebServer((request, response) => {
  if (door.takes(request)) void door.answer(request, response);
  else if (files.takes(request)) void files.answer(request, response);
  else forward(request, response);
});

parentPort?.on("message", async (message) => {
  if (message !== END) return;
  await web.close();
  await door.settle();
  await closeGroupCommit();
  await closeDatabase();
  process.exit();
});

try {
  tell({ origin: await listen(web.server, host, port, console.log) });
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  tell({ refused: error.message });
}
