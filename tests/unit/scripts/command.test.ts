import { expect, test } from "@playwright/test";
import { z } from "zod";
import { type Command, command, parseCommand } from "@/scripts/mailroom/command";
import { complaintOf } from "@/scripts/mailroom/errors";

const given: unknown[] = [];
const schema = z.object({ name: z.string({ error: "say what it is called" }), tag: z.array(z.string()).default([]) });
const commands: Command[] = [
  command({
    name: "thing make",
    about: "Make a thing",
    takes: "[<id>]",
    options: { name: { value: "<name>", about: "what it is called" }, tag: { value: "<tag>", about: "a tag", multiple: true } },
    schema,
    async does(options, positionals) {
      given.push({ options, positionals });
      return { json: options, lines: [] };
    },
  }),
  command({ name: "thing list", about: "Show things", options: {}, schema: z.object({}), does: async () => ({ json: [], lines: [] }) }),
];

async function run(...argv: string[]) {
  const asked = parseCommand(commands, argv);
  if ("help" in asked) return asked.help;
  await asked.run();
  return undefined;
}

async function complaint(...argv: string[]) {
  return run(...argv).then(
    () => undefined,
    (error: unknown) => complaintOf(error),
  );
}

test("options, repeated options and an argument reach the command", async () => {
  await run("thing", "make", "x", "--name", "Lamp", "--tag", "a", "--tag=b");
  expect(given.at(-1)).toEqual({ options: { name: "Lamp", tag: ["a", "b"] }, positionals: ["x"] });
});

test("without a command, and with a noun alone, it lists what there is", async () => {
  expect(await run()).toContain("thing make [<id>]  Make a thing");
  expect(await run("thing")).toContain("thing list");
  expect(await run("thing", "--help")).toContain("thing list");
});

test("a command explains its options", async () => {
  const help = await run("thing", "make", "--help");
  expect(help).toContain("--name <name>  what it is called");
  expect(help).toContain("(may be repeated)");
});

test("what makes no sense is one line and exit code 2", async () => {
  const complaints = [
    await complaint("gadget", "make"),
    await complaint("thing", "burn"),
    await complaint("thing", "make"),
    await complaint("thing", "make", "x", "y", "--name", "z"),
    await complaint("thing", "list", "x"),
    await complaint("thing", "make", "--colour", "red"),
    await complaint("thing", "make", "--name"),
  ];
  expect(complaints.map((one) => one?.exitCode)).toEqual([2, 2, 2, 2, 2, 2, 2]);
  expect(complaints.map((one) => one?.line).slice(0, 5)).toEqual([
    'there is no command "gadget"; see mailroom --help',
    '"thing" has no "burn"; it has make, list',
    "--name: say what it is called",
    'unexpected argument "y"',
    'unexpected argument "x"',
  ]);
  for (const one of complaints) expect(one?.line).not.toContain("\n");
});

test("a failure deep down is told by its cause, in one line, with exit code 1", () => {
  const refused = Object.assign(new Error(""), { code: "ECONNREFUSED" });
  expect(complaintOf(new Error("Failed query: select\n1", { cause: refused }))).toEqual({ line: "ECONNREFUSED", exitCode: 1 });
});
