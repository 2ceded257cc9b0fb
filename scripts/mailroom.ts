import { closeDatabase } from "@/db/client";
import { withInstallation } from "@/lib/process/installation";
import { type Command, parseCommand } from "./mailroom/command";
import { conversationsList } from "./mailroom/conversations";
import { conversationsMerge, conversationsMove, conversationsSplit, conversationsUndo } from "./mailroom/corrections";
import { deliveriesList, deliveriesRaw, deliveriesRetry, deliveriesShow } from "./mailroom/deliveries";
import { complaintOf } from "./mailroom/errors";
import { mailboxCreate, mailboxList } from "./mailroom/mailbox";
import { print } from "./mailroom/output";
import { ownerCreate, ownerLink } from "./mailroom/owner";
import { sourceCreate, sourceList, sourceRotate } from "./mailroom/source";

/** `npm run -s mailroom -- <noun> <verb>`: what the set-up and deliveries pages do, for scripts and operators. */
const commands: Command[] = [
  ownerCreate,
  ownerLink,
  mailboxCreate,
  mailboxList,
  sourceCreate,
  sourceRotate,
  sourceList,
  deliveriesList,
  deliveriesShow,
  deliveriesRaw,
  deliveriesRetry,
  conversationsList,
  conversationsSplit,
  conversationsMerge,
  conversationsMove,
  conversationsUndo,
];

process.exit(await main(process.argv.slice(2)));

async function main(argv: string[]): Promise<number> {
  try {
    const asked = parseCommand(commands, argv);
    if ("help" in asked) await print(asked.help);
    else await withInstallation(() => asked.run().finally(closeDatabase));
    return 0;
  } catch (error) {
    const { line, exitCode } = complaintOf(error);
    console.error(`mailroom: ${line}`);
    return exitCode;
  }
}
