import { buffer } from "node:stream/consumers";
import { ZodError } from "zod";
import { auth } from "./mail/auth";
import { linesOf } from "./mail/lines";
import { parse } from "./mail/parse";
import { filename, fold, sanitise } from "./mail/reading";
import { subject } from "./mail/subject";
import { thread } from "./mail/thread";
import { BadInput, type Verb } from "./mail/verb";

/** `npm run -s mail -- <verb> < input`: what the product makes of a mail, as JSON. Needs no installation. */
const verbs: Record<string, Verb> = { auth, filename, fold, parse, sanitise, subject, thread };

process.exitCode = await main(process.argv.slice(2));

async function main([name = "", ...argv]: string[]): Promise<number> {
  if ([name, ...argv].some((word) => word === "--help" || word === "-h")) {
    console.log(usage());
    return 0;
  }
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) {
    console.error(usage());
    return 2;
  }
  if (argv.includes("--stream")) return stream(verb, argv);
  try {
    print(await verb.run(await buffer(process.stdin), argv));
    return 0;
  } catch (error) {
    console.error(`mail ${name}: ${complaintOf(error)}`);
    return 1;
  }
}

/** One case a line, one answer a line, in order, for an empty line too. A case that cannot be read is answered `{"error": …}`, and the next goes on. */
async function stream(verb: Verb, argv: string[]): Promise<number> {
  for await (const line of linesOf(process.stdin)) {
    try {
      print(await (verb.runLine?.(line, argv) ?? verb.run(Buffer.from(line), argv)));
    } catch (error) {
      print({ error: complaintOf(error) });
    }
  }
  return 0;
}

function print(answer: unknown) {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

function complaintOf(error: unknown): string {
  if (error instanceof BadInput) return error.message;
  if (error instanceof ZodError) return error.issues.map(({ path, message }) => `${path.join(".") || "input"}: ${message}`).join("; ");
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function usage(): string {
  const lines = Object.entries(verbs).map(([name, { about }]) => `  ${name.padEnd(9)} ${about}`);
  return ["npm run -s mail -- <verb> [--stream] < input", ...lines].join("\n");
}
