import { type ParseArgsConfig, parseArgs } from "node:util";
import type { z } from "zod";
import { UsageError } from "./errors";
import { print, printJson } from "./output";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** One `<noun> <verb>`. */
export interface Command {
  /** `source create` */
  name: string;
  about: string;
  /** Arguments without a name, e.g. `<id>`. */
  takes?: string;
  /** Each option with what it means. `value` is the placeholder of its value; without one it is a switch. */
  options: Record<string, { value?: string; about: string; multiple?: boolean }>;
  run(given: Given): Promise<void>;
}

export interface Given {
  options: Record<string, unknown>;
  positionals: string[];
  json: boolean;
}

/** Turns what a command made into output: `--json` for programs, lines for people. */
export interface Result {
  json: unknown;
  lines: string[];
}

/** Ties a command's options, checked by `schema`, to what it does. */
export function command<Schema extends z.ZodType>(
  described: Omit<Command, "run"> & { schema: Schema; does(options: z.infer<Schema>, positionals: string[]): Promise<Result> },
): Command {
  const { schema, does, ...rest } = described;
  return {
    ...rest,
    async run({ options, positionals, json }) {
      const result = await does(schema.parse(options), positionals);
      await (json ? printJson(result.json) : print(result.lines.join("\n")));
    },
  };
}

/** What the command line asks for. Throws on one that makes no sense. */
export function parseCommand(commands: Command[], argv: string[]): { run(): Promise<void> } | { help: string } {
  const [noun = "", verb = ""] = argv;
  if (noun === "" || noun === "--help" || noun === "-h" || noun === "help") return { help: overview(commands) };

  const found = commands.find(({ name }) => name === `${noun} ${verb}`);
  if (!found) return unknown(commands, noun, verb);

  const { values, positionals } = parse(found, argv.slice(2));
  const { help, json, ...options } = values;
  if (help) return { help: usage(found) };
  const excess = positionals[found.takes ? 1 : 0];
  if (excess !== undefined) throw new UsageError(`unexpected argument "${excess}"`);
  return { run: () => found.run({ options, positionals, json: json === true }) };
}

function parse({ options }: Command, args: string[]) {
  const known: Options = { help: { type: "boolean", short: "h" }, json: { type: "boolean" } };
  for (const [name, { value, multiple = false }] of Object.entries(options)) known[name] = { type: value ? "string" : "boolean", multiple };
  return parseArgs({ args, options: known, allowPositionals: true, strict: true });
}

function unknown(commands: Command[], noun: string, verb: string): { help: string } {
  const ofNoun = commands.filter(({ name }) => name.startsWith(`${noun} `));
  if (ofNoun.length === 0) throw new UsageError(`there is no command "${noun}"; see mailroom --help`);
  if (verb === "" || verb === "--help" || verb === "-h") return { help: overview(ofNoun) };
  const verbs = ofNoun.map(({ name }) => name.slice(noun.length + 1)).join(", ");
  throw new UsageError(`"${noun}" has no "${verb}"; it has ${verbs}`);
}

function overview(commands: Command[]): string {
  const width = Math.max(...commands.map((one) => heading(one).length));
  return [
    "npm run -s mailroom -- <command> [--json] [--help]",
    "",
    ...commands.map((one) => `  ${heading(one).padEnd(width)}  ${one.about}`),
  ].join("\n");
}

function usage(asked: Command): string {
  const options = Object.entries({ ...asked.options, json: { about: "print JSON" } as Command["options"][string] });
  const spelled = options.map(([name, { value }]) => `--${name}${value ? ` ${value}` : ""}`);
  const width = Math.max(...spelled.map((one) => one.length));
  return [
    `npm run -s mailroom -- ${heading(asked)} [options]`,
    asked.about,
    "",
    ...options.map(
      ([, { about, multiple }], at) => `  ${(spelled[at] ?? "").padEnd(width)}  ${about}${multiple ? " (may be repeated)" : ""}`,
    ),
  ].join("\n");
}

function heading({ name, takes }: Command): string {
  return takes ? `${name} ${takes}` : name;
}
