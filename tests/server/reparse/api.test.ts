import { GET as listReadings } from "@/app/api/v1/messages/[messageId]/readings/route";
import { POST as check } from "@/app/api/v1/messages/[messageId]/reparse/route";
import { DELETE as dismiss, PUT as show } from "@/app/api/v1/readings/[readingId]/route";
import { GET as listDifferences } from "@/app/api/v1/readings/route";
import { db } from "@/db/client";
import { newId } from "@/db/columns";
import { insertOwner } from "@/lib/workspaces/set-up";
import { mailroom, mailroomJson } from "@/tests/support/command";
import { anInbox, deliver, mime } from "@/tests/support/deliver";
import { asOlderReader } from "@/tests/support/reparse";
import { expect, test } from "@/tests/support/server-test";
import { browser, signedIn } from "@/tests/support/session";

async function withOlderReading() {
  const inbox = await anInbox();
  await db.transaction((tx) => insertOwner(tx, inbox.workspaceId, { email: "ana@acme.test", name: "Ana" }));
  const { messages: filed } = await deliver(inbox, await mime("welcome.eml"));
  const messageId = filed[0]?.id ?? "";
  await asOlderReader(messageId);
  return { inbox, messageId, ana: await signedIn("ana@acme.test") };
}

const request = (headers: Headers, method = "POST") => new Request("http://mailroom.test/api", { method, headers });
const ofMessage = (messageId: string) => ({ params: Promise.resolve({ messageId }) });
const ofReading = (readingId: string) => ({ params: Promise.resolve({ readingId }) });

test("a member reads a message again, sees what differs and shows it", async () => {
  const { messageId, ana } = await withOlderReading();
  const checked = (await (await check(request(ana), ofMessage(messageId))).json()) as { outcome: string; readingId: string };
  expect(checked).toMatchObject({ outcome: "differs", differences: [{ field: "subject" }, { field: "text" }] });

  const page = await (await listDifferences(request(ana, "GET"), undefined)).json();
  expect(page).toMatchObject({ readings: [{ id: checked.readingId, messageId, state: "pending" }], next: null });
  expect(await (await show(request(ana, "PUT"), ofReading(checked.readingId))).json()).toEqual({ messageId });
  expect(await (await listReadings(request(ana, "GET"), ofMessage(messageId))).json()).toMatchObject({ readings: [{ state: "replaced" }] });
});

test("strangers and wrong ids are refused", async () => {
  const { messageId, ana } = await withOlderReading();
  const answers = await Promise.all([
    check(request(browser()), ofMessage(messageId)),
    check(request(ana), ofMessage(newId())),
    check(request(ana), ofMessage("x")),
    show(request(ana, "PUT"), ofReading(newId())),
    dismiss(request(ana, "DELETE"), ofReading(newId())),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 404, 404, 404, 404]);
});

test("an operator reads one message again at the command line, and shows what differs", async () => {
  const { messageId } = await withOlderReading();
  expect((await mailroom("reparse", "message", messageId)).stdout).toContain("- Wie frÃ¼her");
  expect(await mailroomJson("reparse", "differences")).toMatchObject([{ messageId, state: "pending" }]);
  expect(await mailroomJson("reparse", "use", "--all")).toEqual({ used: 1, left: 0 });
});

test("an operator starts a pass, stops it and lets it go on", async () => {
  await withOlderReading();
  const { id, ...pass } = await mailroomJson<{ id: string }>("reparse", "start", "--per-minute", "600");
  expect(pass).toMatchObject({ state: "running", total: 1, perMinute: 600 });
  expect(await mailroomJson("reparse", "stop", id)).toEqual({ state: "stopped" });
  expect(await mailroomJson("reparse", "resume", id)).toEqual({ state: "running" });
});
