import { directDatabaseUrl } from "@/db/client";
import { newId } from "@/db/columns";
import { insertRuns } from "@/lib/engine/runs";
import { openStore } from "@/lib/engine/store";
import { engineOperations } from "@/lib/operations/engine";
import { mailroom, mailroomJson } from "@/tests/support/command";
import { expect, test } from "@/tests/support/server-test";

async function aQueuedRun() {
  const store = openStore(directDatabaseUrl());
  await store.ready();
  const fnId = "mailroom-file-delivery";
  const events = [{ id: "one", name: "inbound/delivery.accepted", data: { deliveryId: "d" }, ts: 1 }];
  const run = { id: newId(), fnId, events, keys: [], limits: [], lane: fnId };
  await store.firm.begin((tx) => insertRuns(tx, [run]));
  return run.id;
}

test("a run is shown with its events, and cancelled once", async () => {
  const id = await aQueuedRun();
  const shown = await mailroom("engine", "show", id);
  expect(shown.stdout).toContain(`${id}  mailroom-file-delivery  queued`);
  expect(shown.stdout).toContain('"deliveryId":"d"');

  expect(await mailroom("engine", "cancel", id)).toMatchObject({ exitCode: 0, stdout: "Cancelled\n" });
  expect(await mailroom("engine", "cancel", id)).toMatchObject({
    exitCode: 1,
    stderr: "mailroom: there is no such run, or it has ended\n",
  });
});

test("a run is run again with the same events, and both are listed", async () => {
  const id = await aQueuedRun();
  const { runId } = await mailroomJson<{ runId: string }>("engine", "rerun", id);
  expect(await engineOperations().findRun(runId)).toMatchObject({ state: "queued", events: [{ id: "one" }] });
  expect(await mailroomJson("engine", "runs", "--state", "queued")).toMatchObject([{ id: runId }, { id }]);
});

test("a run that does not exist is refused, and what is no id is a usage error", async () => {
  await aQueuedRun();
  expect((await mailroom("engine", "rerun", newId())).exitCode).toBe(1);
  expect(await mailroom("engine", "show", "nonsense")).toMatchObject({ exitCode: 2, stderr: "mailroom: give the id of a run\n" });
});
