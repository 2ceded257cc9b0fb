import { z } from "zod";
import type { Source } from "@/db/schema";
import { createSource, rotateSecret } from "@/lib/inbound/mutations";
import { listSources } from "@/lib/inbound/queries";
import { presetNames } from "@/lib/inbound/signatures/schemes";
import { endpointOf } from "@/lib/operations/sender";
import { publicOrigin } from "./address";
import { command } from "./command";
import { Refused, UsageError } from "./errors";
import { table } from "./output";
import { sourceTrust } from "./source-trust";
import { getMailbox, getSource, getWorkspaceId } from "./workspace";

const DEFAULT_OVERLAP_SECONDS = 24 * 60 * 60;
const MAX_OVERLAP_SECONDS = 30 * DEFAULT_OVERLAP_SECONDS;

const schemeOptions = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as Record<string, unknown>;
    } catch {
      context.addIssue("is not JSON");
      return z.NEVER;
    }
  })
  .optional();

const sourceCreate = command({
  name: "source create",
  about: "Make an endpoint that a provider posts to, and show its secret",
  options: {
    name: { value: "<name>", about: "what people call it, e.g. the provider" },
    scheme: { value: "<scheme>", about: `how requests are signed: ${presetNames.join(", ")}, or custom` },
    "scheme-options": { value: "<json>", about: "the scheme itself, for custom" },
    secret: { value: "<secret>", about: "the provider's; one is generated when left out" },
    mailbox: { value: "<name|id>", about: "where mail goes that no address claims; may be left out if there is only one" },
    key: { value: "<key>", about: "last part of the endpoint's address; generated when left out" },
  },
  schema: z.object({
    name: z.string().trim().min(1).max(100).optional(),
    scheme: z.enum([...presetNames, "custom"], { error: `takes one of ${presetNames.join(", ")}, custom` }).default("webhook"),
    "scheme-options": schemeOptions,
    secret: z.string().optional(),
    mailbox: z.string().optional(),
    key: z.string().optional(),
  }),
  async does({ name, scheme, secret, mailbox, key, "scheme-options": options }) {
    if ((scheme === "custom") !== (options !== undefined)) throw new UsageError("--scheme custom and --scheme-options come together");
    const workspaceId = await getWorkspaceId();
    const { id: defaultMailboxId } = await getMailbox(workspaceId, mailbox);
    const made = await createSource(workspaceId, {
      name: name ?? key ?? scheme,
      scheme,
      defaultMailboxId,
      ...(options && { schemeOptions: options }),
      ...(secret !== undefined && { secret }),
      ...(key !== undefined && { key }),
    });
    const shown = { ...shape(made.source, await publicOrigin()), secret: made.secret || null };
    return {
      json: shown,
      lines: [`Created source ${shown.name}`, `Endpoint  ${shown.endpoint}`, `Secret    ${shown.secret ?? "none"}`, `Scheme    ${scheme}`],
    };
  },
});

const sourceRotate = command({
  name: "source rotate",
  about: "Give an endpoint a new secret; the one before stays valid for a while",
  takes: "[<key>]",
  options: {
    source: { value: "<key>", about: "which; may be left out if there is only one" },
    secret: { value: "<secret>", about: "the provider's; one is generated when left out" },
    overlap: { value: "<seconds>", about: `how long the one before stays valid (${DEFAULT_OVERLAP_SECONDS})` },
  },
  schema: z.object({
    source: z.string().optional(),
    secret: z.string().optional(),
    overlap: z.coerce.number({ error: "takes seconds" }).int().min(0).max(MAX_OVERLAP_SECONDS).default(DEFAULT_OVERLAP_SECONDS),
  }),
  async does({ source: wanted, secret, overlap }, [key]) {
    const workspaceId = await getWorkspaceId();
    const source = await getSource(workspaceId, wanted ?? key);
    const rotated = await rotateSecret(workspaceId, source.id, { overlapSeconds: overlap, ...(secret !== undefined && { secret }) });
    if (!rotated) throw new Refused(`there is no source "${source.key}" any more`);
    return {
      json: { ...shape(source, await publicOrigin()), secret: rotated.secret || null, overlapSeconds: overlap },
      lines: [`New secret of ${source.name}: ${rotated.secret}`, `The one before stays valid for ${overlap} seconds.`],
    };
  },
});

const sourceList = command({
  name: "source list",
  about: "Show the endpoints",
  options: {},
  schema: z.object({}),
  async does() {
    const origin = await publicOrigin();
    const sources = (await listSources(await getWorkspaceId())).map((source) => shape(source, origin));
    const rows = sources.map(({ key, name, scheme, endpoint }) => [key, name, scheme, endpoint]);
    return { json: sources, lines: table(["KEY", "NAME", "SCHEME", "ENDPOINT"], rows) };
  },
});

export const sourceCommands = [sourceCreate, sourceRotate, sourceTrust, sourceList];

function shape(source: Source, origin: string) {
  const { id, key, name, scheme, defaultMailboxId: mailboxId, disabledAt } = source;
  return { id, key, name, scheme, mailboxId, disabledAt, endpoint: endpointOf(source, origin) };
}
