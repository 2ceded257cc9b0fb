import { revealSecret, rotateSecret } from "@/lib/inbound/mutations";
import { listSources } from "@/lib/inbound/queries";
import { traceRejection } from "@/lib/inbound/rejections";
import { listAttempts } from "@/lib/operations/attempts";
import { describeEndpoint, hasUnseenSecret } from "@/lib/operations/endpoints";
import { createWorkspace } from "@/lib/workspaces/mutations";
import { aSource, post, type TestSource } from "@/tests/support/door";
import { expect, test } from "@/tests/support/server-test";

const ORIGIN = "https://mail.acme.test";

async function endpointFor(source: TestSource) {
  const [row] = await listSources(source.workspaceId);
  if (!row) throw new Error("there is no source");
  return describeEndpoint(row, ORIGIN);
}

test("an endpoint is described by its address and what it checks, without its secret", async () => {
  const source = await aSource({ revealable: true });
  const endpoint = await endpointFor(source);

  expect(endpoint).toMatchObject({ url: `${ORIGIN}/webhooks/email/${source.key}`, hasSecret: true, revealable: true });
  expect(endpoint.signing).toBe(
    "Requests carry the HMAC-SHA256 of {ts}.{body} in hex, in the header x-webhook-signature. A request older than 5 minutes is refused.",
  );
  expect(JSON.stringify(endpoint)).not.toContain(source.secret);
});

test("its secret can be shown until it was shown or rotated away", async () => {
  const shown = await aSource({ revealable: true });
  await revealSecret(shown.workspaceId, shown.id);
  expect((await endpointFor(shown)).revealable).toBe(false);

  const rotated = await aSource({ revealable: true });
  await rotateSecret(rotated.workspaceId, rotated.id, { overlapSeconds: 60 });
  expect((await endpointFor(rotated)).revealable).toBe(false);
});

test("a workspace has something to set up until its secret was seen", async () => {
  const source = await aSource({ revealable: true });
  const given = await aSource();
  expect(await hasUnseenSecret(source.workspaceId)).toBe(true);
  expect(await hasUnseenSecret(given.workspaceId)).toBe(false);

  await revealSecret(source.workspaceId, source.id);
  expect(await hasUnseenSecret(source.workspaceId)).toBe(false);
});

test("what came in stands beside what was refused, newest first", async () => {
  const source = await aSource();
  const { json, status } = await post(source);
  await post(source, { secret: "not the secret of this source" });
  await traceRejection(
    { id: source.id, workspaceId: source.workspaceId },
    { status: 413, error: "size", message: "The body is over 10 bytes." },
  );

  const attempts = await listAttempts(source.workspaceId, source.id);
  expect(status).toBe(200);
  expect(attempts.find(({ taken }) => taken)).toMatchObject({ id: json.delivery, state: "accepted" });
  expect(attempts.find((one) => !one.taken && one.failed === "size")).toMatchObject({ status: 413, reason: "The body is over 10 bytes." });
  expect(attempts.map(({ at }) => at.getTime())).toEqual(attempts.map(({ at }) => at.getTime()).toSorted((a, b) => b - a));
});

test("another workspace's attempts are nobody's business", async () => {
  const source = await aSource();
  await post(source);
  const { id } = await createWorkspace("Globex");

  expect(await listAttempts(id, source.id)).toEqual([]);
});

test("no more than twenty are shown", async () => {
  const source = await aSource();
  await Promise.all(Array.from({ length: 25 }, () => post(source)));

  expect(await listAttempts(source.workspaceId, source.id)).toHaveLength(20);
});
