import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Afterwards } from "./afterwards";
import { type Answer, answer, refusalAnswer } from "./answer";
import { BODY_PACE, type Pace } from "./body-clock";
import { explain, explanationPage } from "./explain";
import type { Committed } from "./filing/emissions";
import { findOnlySource, findSource } from "./queries";
import { receive } from "./receive";
import { unavailable, unknownSource, wrongMethod } from "./refusals";
import { traceRejection } from "./rejections";
import { RequestBody } from "./request-body";

const PATH = /^\/webhooks\/email(?:\/([^/?#]*))?\/?(?:[?#]|$)/;
const MAX_TOLD_AT_ONCE = 500;
/** How long a door gathers before it tells again: telling of fifty mails costs hardly more than telling of one. */
const GATHER_MS = 50;
/** So many at once are a crowd, which waits for its jobs anyhow and is told of in larger groups. */
const CROWD = 20;
const GATHER_CROWD_MS = 250;

export interface DoorOptions {
  /** Tells the engine of committed deliveries. What it fails to tell, the sweep tells later. */
  emit: (committed: Committed[]) => Promise<void>;
  /** How fast bodies have to come. */
  pace?: Pace;
}

export interface Door {
  /** Is this request for the door? */
  takes: (req: IncomingMessage) => boolean;
  answer: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  /** Waits until what came so far was told of, or could not be. */
  settle: () => Promise<void>;
}

/**
 * The door on node's own server, in a thread of its own (thread.ts): the same contract as the route handlers in
 * app/webhooks, without the cost of Next's request handling in front of it.
 */
export function openDoor({ emit, pace = BODY_PACE }: DoorOptions): Door {
  const afterwards = new Afterwards("door, after an answer");
  const tell = gatherDeliveries(emit, afterwards);

  async function respond(req: IncomingMessage, res: ServerResponse) {
    const key = PATH.exec(req.url ?? "")?.[1];
    const source = await (key ? findSource(key) : findOnlySource());
    if (req.method === "GET" || req.method === "HEAD") return sendExplanation(req, res, explain(source?.verification));
    if (req.method !== "POST") return send(req, res, refusalAnswer(wrongMethod));
    if (!source) return send(req, res, refusalAnswer(unknownSource));

    const receipt = await receive(source, incoming(req), { pace });
    send(req, res, answer(source, receipt));
    if (!receipt.ok) afterwards.add(traceRejection(source, receipt.refusal));
    else if (receipt.status !== "duplicate") tell({ id: receipt.deliveryId, workspaceId: source.workspaceId });
  }

  return {
    takes: (req) => PATH.test(req.url ?? ""),
    answer: (req, res) =>
      respond(req, res).catch((error: unknown) => {
        console.error("door:", error);
        if (!res.headersSent) send(req, res, refusalAnswer(unavailable));
      }),
    settle: () => afterwards.done(),
  };
}

function incoming(req: IncomingMessage) {
  return {
    header: (name: string) => {
      const value = req.headers[name];
      return value === undefined ? null : String(value);
    },
    body: new RequestBody(req),
  };
}

function send(req: IncomingMessage, res: ServerResponse, { status, headers, json }: Answer) {
  write(req, res, status, "application/json", JSON.stringify(json), headers);
}

function sendExplanation(req: IncomingMessage, res: ServerResponse, { status, text }: ReturnType<typeof explain>) {
  const asPage = req.headers.accept?.includes("text/html") ?? false;
  write(req, res, status, `${asPage ? "text/html" : "text/plain"}; charset=utf-8`, asPage ? explanationPage(text) : text);
}

function write(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
) {
  res.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    ...headers,
    // The rest of an unread body must not be taken for the next request.
    ...(!req.complete && { connection: "close" }),
  });
  // As text: head and body then leave in one write.
  res.end(req.method === "HEAD" ? undefined : body);
}

/**
 * Tells of a delivery at once, and of those that follow closely together: a quiet door waits for nothing, and a busy one is
 * not slowed down by the engine.
 */
function gatherDeliveries(emit: DoorOptions["emit"], afterwards: Afterwards) {
  const gathered: Committed[] = [];
  let telling = false;

  async function tellAll() {
    telling = true;
    try {
      // Let the others of the same commit come in.
      await new Promise(setImmediate);
      while (gathered.length > 0) {
        const told = gathered.splice(0, MAX_TOLD_AT_ONCE);
        await emit(told);
        if (gathered.length < MAX_TOLD_AT_ONCE) await sleep(told.length < CROWD ? GATHER_MS : GATHER_CROWD_MS);
      }
    } finally {
      telling = false;
    }
  }

  return (delivery: Committed) => {
    gathered.push(delivery);
    if (!telling) afterwards.add(tellAll());
  };
}
