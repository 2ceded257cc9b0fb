import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { type Source, sourceSecrets, sources } from "@/db/schema";
import { type Scheme, schemeOf } from "@/lib/inbound/signatures/schemes";
import { curlFor, SECRET_VARIABLE } from "./curl";
import { endpointOf } from "./sender";

/** What a person who sets an endpoint up needs, for one source. */
export interface Endpoint {
  sourceId: string;
  name: string;
  url: string;
  /** In one sentence. */
  signing: string;
  hasSecret: boolean;
  /** The secret was never shown: it can be, once. */
  revealable: boolean;
  /** A command that posts a mail, with a variable in place of the secret. */
  curl: string;
  secretVariable: string;
}

export async function describeEndpoint(source: Source, origin: string): Promise<Endpoint> {
  const scheme = schemeOf(source.scheme, source.schemeOptions);
  const url = endpointOf(source, origin);
  return {
    sourceId: source.id,
    name: source.name,
    url,
    signing: describeSigning(scheme),
    hasSecret: scheme.check !== "none",
    revealable: await isRevealable(source.id),
    curl: curlFor(scheme, url),
    secretVariable: SECRET_VARIABLE,
  };
}

/** Somebody has still to be told a secret: the installation is new, and the set-up page is where to begin. */
export async function hasUnseenSecret(workspaceId: WorkspaceId): Promise<boolean> {
  const [unseen] = await db
    .select({ id: sourceSecrets.id })
    .from(sourceSecrets)
    .innerJoin(sources, eq(sources.id, sourceSecrets.sourceId))
    .where(and(eq(sources.workspaceId, workspaceId), eq(sourceSecrets.revealable, true)))
    .limit(1);
  return unseen !== undefined;
}

/** Only the newest secret counts: one that was rotated away is of no use. */
async function isRevealable(sourceId: string): Promise<boolean> {
  const [newest] = await db
    .select({ revealable: sourceSecrets.revealable })
    .from(sourceSecrets)
    .where(eq(sourceSecrets.sourceId, sourceId))
    .orderBy(desc(sourceSecrets.id))
    .limit(1);
  return newest?.revealable ?? false;
}

function describeSigning(scheme: Scheme): string {
  if (scheme.check === "none") return "Requests are not signed: anybody who knows the address can post.";
  if (scheme.check === "token") return `Requests carry the secret in ${listed(scheme.headers)}.`;

  const { content, signature, timestamp } = scheme;
  const age = timestamp?.toleranceSeconds ? ` A request older than ${timestamp.toleranceSeconds / 60} minutes is refused.` : "";
  return `Requests carry the HMAC-SHA256 of ${content} in ${signature.encoding}, in the header ${listed(signature.headers)}.${age}`;
}

function listed(names: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "disjunction" }).format(names);
}
