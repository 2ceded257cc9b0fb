import fc from "fast-check";
import { embeddedClient, expect, type FunctionsOf, test } from "./lab";

/** A program of steps, small enough to be its own model. */
type Node =
  | { kind: "step"; failures: number }
  | { kind: "caught" }
  | { kind: "sleep" }
  | { kind: "invoke"; value: number }
  | { kind: "parallel"; branches: Node[][] };

const leaf: fc.Arbitrary<Node> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("step" as const), failures: fc.constantFrom(0, 0, 0, 1, 2) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "caught" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "sleep" as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("invoke" as const), value: fc.integer() }) },
);
const branches = fc.array(fc.array(leaf, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 });
const node = fc.oneof(
  { weight: 4, arbitrary: leaf },
  { weight: 1, arbitrary: branches.map((each): Node => ({ kind: "parallel", branches: each })) },
);
const program = fc.array(node, { maxLength: 6 });

const PROGRAMS = 25;
const TIMES_LOST = 8;

/** What a program comes to: each of its steps done once, in order, whatever happened on the way. */
function expected(nodes: Node[], path: string): unknown[] {
  return nodes.map((each, index) => {
    const here = `${path}.${index}`;
    if (each.kind === "parallel") return each.branches.map((branch, side) => expected(branch, `${here}.${side}`));
    if (each.kind === "caught") return `caught ${here}`;
    if (each.kind === "invoke") return each.value;
    return each.kind === "sleep" ? null : here;
  });
}

const interpreter: FunctionsOf = (inngest, { note }) => {
  const failed = new Map<string, number>();
  const echo = inngest.createFunction({ id: "echo", triggers: [] }, ({ event, step }) =>
    step.run("echo", () => event.data as { value: number }),
  );

  return [
    echo,
    inngest.createFunction({ id: "program", retries: 20, triggers: [{ event: "program" }] }, async ({ event, step, runId }) => {
      const run = async (nodes: Node[], path: string): Promise<unknown[]> => {
        const results: unknown[] = [];
        for (const [index, each] of nodes.entries()) results.push(await perform(each, `${path}.${index}`));
        return results;
      };
      const perform = async (each: Node, here: string): Promise<unknown> => {
        switch (each.kind) {
          case "parallel":
            return Promise.all(each.branches.map((branch, side) => run(branch, `${here}.${side}`)));
          case "sleep":
            return (await step.sleep(here, "1s")) ?? null;
          case "invoke":
            return (await step.invoke(here, { function: echo, data: { value: each.value } })).value;
          case "caught":
            return step
              .run(here, () => {
                const error = new Error(`caught ${here}`);
                error.name = "NonRetriableError";
                throw error;
              })
              .catch((error: Error) => error.message);
          case "step":
            return step.run(here, () => {
              const times = (failed.get(runId + here) ?? 0) + 1;
              failed.set(runId + here, times);
              if (times <= each.failures) throw new Error("not yet");
              return here;
            });
        }
      };
      const { nodes, id } = event.data as { nodes: Node[]; id: number };
      const results = await run(nodes, "");
      note("done", { id, results });
      return results;
    }),
  ];
};

for (const checkpoint of [true, false])
  test(`does what a simple model says, whatever fails and whoever is lost on the way (${checkpoint ? "checkpoint" : "classic"})`, async ({
    open,
    database,
  }) => {
    const seed = Number(process.env.SEED ?? Date.now());
    console.log(`model test, SEED=${seed}`);
    const programs = fc.sample(program, { seed, numRuns: PROGRAMS });
    await open(interpreter, { checkpoint });
    const client = embeddedClient(database.url);
    await client.send(programs.map((nodes, id) => ({ id: `program-${id}`, name: "program", data: { nodes, id } })));

    const unfinished = () => database.sql`select 1 from inngest_embedded.run where outcome is null
      union all select 1 from inngest_embedded.event where dispatched_at is null`;
    for (let lost = 0; lost < TIMES_LOST && (await unfinished()).length > 0; lost++) {
      // As if the process had died: its jobs go to whoever claims next, and its answers must not count.
      await database.sql.begin(async (tx) => {
        await tx`set local search_path to inngest_embedded`;
        await tx`select release_worker(id) from worker`;
      });
      const before = await progress();
      await expect.poll(async () => (await progress()) > before || (await unfinished()).length === 0).toBe(true);
    }
    await expect.poll(async () => (await unfinished()).length, { timeout: 60_000 }).toBe(0);

    const runs = await database.sql<{ id: number; outcome: string; output: unknown; error: unknown }[]>`
      select (events -> 0 -> 'data' ->> 'id')::int as id, outcome, output, error from inngest_embedded.run
      where fn_id = 'lab-program' order by 1`;
    expect(runs, `SEED=${seed}`).toEqual(
      programs.map((nodes, id) => ({ id, outcome: "completed", output: expected(nodes, ""), error: null })),
    );
    expect(await database.sql`select 1 from inngest_embedded.job`).toHaveLength(0);

    async function progress(): Promise<number> {
      const [row] = await database.sql<{ steps: number }[]>`select count(*)::int as steps from inngest_embedded.step`;
      return row?.steps ?? 0;
    }
  });
