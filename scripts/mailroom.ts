import { closeDatabase } from "@/db/client";
import { withInstallation } from "@/lib/process/installation";
import { type Command, parseCommand } from "./mailroom/command";
import { complaintOf } from "./mailroom/errors";
import { print } from "./mailroom/output";

/**
 * `npm run -s mailroom -- <noun> <verb>`: what the set-up and deliveries pages do, for scripts and operators. Each noun is
 * loaded when it is asked for: a command is not to wait for what only others need.
 */
const nouns = new Map<string, () => Promise<Command[]>>([
  ["owner", async () => (await import("./mailroom/owner")).ownerCommands],
  ["mailbox", async () => (await import("./mailroom/mailbox")).mailboxCommands],
  ["source", async () => (await import("./mailroom/source")).sourceCommands],
  ["deliveries", async () => (await import("./mailroom/deliveries")).deliveriesCommands],
  ["conversations", async () => (await import("./mailroom/conversations")).conversationsCommands],
  ["attachments", async () => (await import("./mailroom/attachments")).attachmentsCommands],
  ["reparse", async () => (await import("./mailroom/reparse")).reparseCommands],
  ["engine", async () => (await import("./mailroom/engine")).engineCommands],
]);

process.exit(await main(process.argv.slice(2)));

async function main(argv: string[]): Promise<number> {
  try {
    const asked = parseCommand(await load(argv[0] ?? ""), argv);
    if ("help" in asked) await print(asked.help);
    else await withInstallation(() => asked.run().finally(closeDatabase));
    return 0;
  } catch (error) {
    const { line, exitCode } = complaintOf(error);
    console.error(`mailroom: ${line}`);
    return exitCode;
  }
}

/** A noun's commands; all of them when it is none. */
async function load(noun: string): Promise<Command[]> {
  const one = nouns.get(noun);
  if (one) return one();
  const all = await Promise.all([...nouns.values()].map((commands) => commands()));
  return all.flat();
}
