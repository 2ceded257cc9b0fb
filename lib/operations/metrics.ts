import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { deliveries } from "@/db/schema";
import { env } from "@/env";
import { engineOperations, type Metrics } from "./engine";

/** Whether whoever sends this `Authorization` header may read the figures. Compared in constant time. */
export function mayReadMetrics(authorization: string | null): "yes" | "refused" | "off" {
  const { MAILROOM_METRICS_TOKEN: token } = env();
  if (!token) return "off";
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(authorization ?? ""), digest(`Bearer ${token}`)) ? "yes" : "refused";
}

type Sample = [labels: Record<string, string>, value: number];

/**
 * How this installation does, in Prometheus' text format 0.0.4: what waits, how old it is, how runs end. Counts only; nothing
 * of any mail. Each read asks the database, by its partial indexes.
 */
export async function renderMetrics(): Promise<string> {
  const [engine, deliveriesByState] = await Promise.all([engineOperations().metrics(), countOpenDeliveries()]);
  return [
    metric("mailroom_deliveries", "Deliveries that are not filed, by state.", deliveriesByState),
    metric("mailroom_engine_jobs", "Jobs of the embedded engine, by state.", Object.entries(engine.jobs).map(byState)),
    metric("mailroom_engine_events_waiting", "Events accepted and not yet turned into runs.", [[{}, engine.undispatched]]),
    metric("mailroom_engine_oldest_job_seconds", "How long the oldest job has been due.", [[{}, engine.oldestJobMs / 1000]]),
    metric("mailroom_engine_runs_last_hour", "Runs that ended in the last hour, by outcome.", outcomes(engine)),
    metric("mailroom_engine_run_seconds", "How long runs of the last hour took, by quantile.", durations(engine)),
    metric("mailroom_engine_workers", "Processes that take jobs.", [[{}, engine.workers]]),
    metric("mailroom_engine_draining", "1 while the engine is drained: events start nothing.", [[{}, engine.draining ? 1 : 0]]),
  ].join("");
}

/** `accepted` wait to be filed, `dead` for a person. */
async function countOpenDeliveries(): Promise<Sample[]> {
  const accepted = db.$count(deliveries, sql`state = 'accepted'`);
  const dead = db.$count(deliveries, sql`state = 'dead'`);
  return [
    [{ state: "accepted" }, await accepted],
    [{ state: "dead" }, await dead],
  ];
}

function byState([state, count]: [string, number]): Sample {
  return [{ state }, count];
}

function outcomes({ lastHour: { completed, failed, cancelled } }: Metrics): Sample[] {
  return Object.entries({ completed, failed, cancelled }).map(([outcome, count]) => [{ outcome }, count]);
}

function durations({ lastHour: { p50Ms, p95Ms } }: Metrics): Sample[] {
  return Object.entries({ "0.5": p50Ms, "0.95": p95Ms }).flatMap(([quantile, ms]) => (ms === null ? [] : [[{ quantile }, ms / 1000]]));
}

function metric(name: string, help: string, samples: Sample[]): string {
  const lines = samples.map(([labels, value]) => `${name}${labelled(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join("")}`;
}

function labelled(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}
