import { parseArgs } from "node:util";
import { z } from "zod";
import { closeDatabase } from "@/db/client";
import { type Answered, openSender, type Sender } from "@/lib/operations/sender";
import { withInstallation } from "@/lib/process/installation";
import { localOrigin } from "./mailroom/address";
import { complaintOf, Refused, UsageError } from "./mailroom/errors";
import { getSource, getWorkspaceId } from "./mailroom/workspace";
import { mailsFrom } from "./send/mails";
import { postAll } from "./send/post-all";
import { openProgress, rate } from "./send/progress";

const HELP = `npm run send -- [file.eml|file.json] [options]
Signs a mail with a source's own secret and posts it, as a provider would. Without a file, a sample mail.

  --source <key>     which endpoint; may be left out if there is only one
  --times <count>    so many mails, each under a Message-ID of its own (1)
  --at-once <count>  so many at a time (16)
  --url <origin>     where Mailroom runs; found by itself on this machine`;

const given = z.object({
  source: z.string().optional(),
  times: z.coerce.number({ error: "takes a count" }).int().min(1).max(1_000_000).default(1),
  "at-once": z.coerce.number({ error: "takes a count" }).int().min(1).max(256).default(16),
  url: z.url({ protocol: /^https?$/, error: "takes an address like http://127.0.0.1:3000" }).optional(),
});

process.exit(await main(process.argv.slice(2)));

async function main(argv: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        source: { type: "string" },
        times: { type: "string" },
        "at-once": { type: "string" },
        url: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    const [file, excess] = positionals;
    if (excess !== undefined) throw new UsageError(`one file at a time: unexpected argument "${excess}"`);
    return await send(file, given.parse(values));
  } catch (error) {
    const { line, exitCode } = complaintOf(error);
    console.error(`send: ${line}`);
    return exitCode;
  }
}

async function send(file: string | undefined, { source, times, "at-once": atOnce, url }: z.infer<typeof given>): Promise<number> {
  const next = await mailsFrom(file, times > 1);
  return withInstallation(async () => {
    const sender = await findSender(source, url).finally(closeDatabase);
    const progress = openProgress(times);
    const startedAt = performance.now();
    const answers = await postAll(sender, next, { times, atOnce, progress }).finally(progress.end);
    return report(sender, answers, performance.now() - startedAt);
  });
}

async function findSender(source: string | undefined, url: string | undefined): Promise<Sender> {
  const workspaceId = await getWorkspaceId();
  const { id, key } = await getSource(workspaceId, source);
  const origin = url === undefined ? await localOrigin() : new URL(url).origin;
  const sender = await openSender(workspaceId, id, origin);
  if (!sender) throw new Refused(`there is no source "${key}" any more`);
  return sender;
}

/** What was taken in on stdout, what was refused and why on stderr; the exit code says whether anything was. */
function report({ endpoint }: Sender, answers: Answered[], ms: number): number {
  const refused = answers.filter(({ status }) => status !== 200);
  const taken = answers.length - refused.length;
  const [only] = answers;
  if (answers.length === 1 && taken === 1) console.log(`200 from ${endpoint}: ${only?.outcome} as delivery ${only?.delivery}`);
  else if (taken > 0) console.log(`${taken} taken in by ${endpoint} in ${(ms / 1000).toFixed(1)} s, ${rate(taken, ms)}/s`);

  const reasons = new Map<string, number>();
  for (const { status, error, message } of refused) {
    const words = [`${status}`, error, message].filter(Boolean).join(" ");
    reasons.set(words, (reasons.get(words) ?? 0) + 1);
  }
  for (const [words, count] of reasons) console.error(`send: ${count > 1 ? `${count} refused: ` : "refused: "}${words}`);
  return refused.length > 0 ? 1 : 0;
}
