import { pingDatabase } from "@/lib/operations/health";

export const dynamic = "force-dynamic";

/**
 * For load balancers and supervisors; says nothing about the mail.
 *
 * - 200 this process answers and reaches its database
 * - 503 it does not reach its database
 */
export async function GET() {
  const database = await pingDatabase();
  return Response.json({ ok: database }, { status: database ? 200 : 503, headers: { "cache-control": "no-store" } });
}
