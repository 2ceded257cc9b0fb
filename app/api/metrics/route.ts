import { mayReadMetrics, renderMetrics } from "@/lib/operations/metrics";

export const dynamic = "force-dynamic";

/**
 * For Prometheus and what reads its format.
 *
 * - 200 the figures
 * - 401 the bearer token is missing or not `MAILROOM_METRICS_TOKEN`
 * - 404 no token is set: nobody may read them
 */
export async function GET(request: Request) {
  const access = mayReadMetrics(request.headers.get("authorization"));
  if (access === "off") return new Response(null, { status: 404 });
  if (access === "refused") return new Response(null, { status: 401, headers: { "www-authenticate": "Bearer" } });
  const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" };
  return new Response(await renderMetrics(), { headers });
}
