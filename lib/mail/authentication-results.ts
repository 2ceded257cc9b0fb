import { domainToASCII } from "node:url";
import { getDomain } from "tldts";
import { readTokens, type Token } from "./authres-tokens";

/** Larger headers are not read: nobody honest writes them. */
const MAX_HEADER_CHARS = 32 * 1024;
const MAX_CLAUSES = 200;

/** Results of RFC 8601 §2.7; `unknown` when no server we trust said anything we understand. */
export const AUTH_RESULTS = ["pass", "fail", "softfail", "neutral", "none", "policy", "temperror", "permerror", "unknown"] as const;
export type AuthResult = (typeof AUTH_RESULTS)[number];

/**
 * Stands for the provider among the servers of a source: what its event says of the mail counts as its server's word. A header
 * that bears this name is its sender's invention.
 */
export const PROVIDER_ID = "provider";

/** What the server that took a mail in found out about its sender. */
export interface AuthVerdict {
  spf: AuthResult;
  dkim: AuthResult;
  dmarc: AuthResult;
  /** Whether a pass was given to the domain in From, or one above it, and not to just any domain. */
  aligned: { spf: boolean; dkim: boolean };
  /**
   * Whether the From address is who wrote: `fail` when DMARC failed, or checks failed and none passed for this domain.
   * Never `pass` by default.
   */
  from: "pass" | "fail" | "unknown";
  /** The server whose word this is; null when none that we trust spoke. */
  authservId: string | null;
}

export const NO_VERDICT: AuthVerdict = {
  spf: "unknown",
  dkim: "unknown",
  dmarc: "unknown",
  aligned: { spf: false, dkim: false },
  from: "unknown",
  authservId: null,
};

/** One `method=result` of a header with the properties that stand in the same clause, names in lower case. */
export interface AuthClause {
  method: string;
  result: AuthResult;
  properties: Map<string, string>;
}

export interface AuthHeader {
  /** Lower case. */
  authservId: string;
  clauses: AuthClause[];
}

/**
 * Judges a mail's sender by its Authentication-Results headers (RFC 8601), the newest first as they stand in the mail.
 * Only headers of the servers named in `trustedIds` count: anybody can write the others. Only the topmost of those can
 * grant a pass, because a receiving server writes on top of whatever the sender made up; a failure counts wherever it stands.
 * `reported` is what the provider itself says, beside the mail and so above it.
 */
export function judgeSender(
  headers: readonly string[],
  fromDomain: string | null,
  trustedIds: readonly string[],
  reported?: AuthHeader,
): AuthVerdict {
  const trusted = new Set(trustedIds.map((id) => id.toLowerCase()));
  if (trusted.size === 0) return NO_VERDICT;
  const written = headers.map(readAuthHeader).filter((header) => header !== undefined && header.authservId !== PROVIDER_ID);
  const believed = [...(reported ? [reported] : []), ...written].filter((header) => header && trusted.has(header.authservId));
  const [top] = believed;
  if (!top) return NO_VERDICT;

  const failed = new Set(
    believed.flatMap((header) => header?.clauses.filter(({ result }) => result === "fail").map(({ method }) => method) ?? []),
  );
  const domain = fromDomain === null ? null : toAscii(fromDomain.toLowerCase());
  const [spf, dkim] = [bestOf(top, "spf", domain, spfDomain), bestOf(top, "dkim", domain, dkimDomain)];
  const dmarc = failed.has("dmarc") ? "fail" : onlyResult(top, "dmarc", domain);
  const verdict = { spf: spf.result, dkim: dkim.result, dmarc, aligned: { spf: spf.aligned, dkim: dkim.aligned } };
  return { ...verdict, from: judgeFrom(verdict), authservId: top.authservId };
}

/** The values of the Authentication-Results fields of a header, in its order. */
export function authHeaders(headers: readonly (readonly [name: string, value: string])[]): string[] {
  return headers.filter(([name]) => name.toLowerCase() === "authentication-results").map(([, value]) => value);
}

/** Reads one header. Undefined when it is too large or does not follow the grammar far enough to name its server. */
export function readAuthHeader(value: string): AuthHeader | undefined {
  if (value.length > MAX_HEADER_CHARS) return undefined;
  const tokens = readTokens(value);
  if (!tokens) return undefined;

  const [head, ...rest] = splitClauses(tokens);
  // `authserv-id [version]`
  const [id, version, ...more] = head ?? [];
  // Of another version nobody knows what it means (RFC 8601 §2.2).
  if (!id || id.kind === "sign" || more.length > 0 || (version && version.text !== "1")) return undefined;
  return { authservId: id.text.toLowerCase(), clauses: rest.slice(0, MAX_CLAUSES).flatMap((clause) => readClause(clause) ?? []) };
}

function splitClauses(tokens: Token[]): Token[][] {
  const clauses: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "sign" && token.text === ";") clauses.push([]);
    else clauses.at(-1)?.push(token);
  }
  return clauses;
}

function readClause(tokens: Token[]): AuthClause | undefined {
  const pairs = readPairs(tokens);
  const [first, ...rest] = pairs ?? [];
  if (!first) return undefined;
  // `dkim/1=pass` names a version of the method; we know the first.
  const [method, version] = first.name.split("/");
  if (!method || (version && version !== "1")) return undefined;

  const properties = new Map<string, string>();
  // The first of two says what the server meant; one further down came in by a value.
  for (const { name, value } of rest) if (!properties.has(name)) properties.set(name, value.toLowerCase());
  return { method, result: toResult(first.value), properties };
}

/** `name=value` pairs, names joined over white space (`header . from`). Undefined when something stands between them. */
function readPairs(tokens: Token[]): { name: string; value: string }[] | undefined {
  const pairs: { name: string; value: string }[] = [];
  for (let i = 0; i < tokens.length; ) {
    let name = "";
    for (; tokens[i]?.kind === "word"; i++) name += tokens[i]?.text ?? "";
    if (name === "" || tokens[i]?.kind !== "sign" || !/^[a-z0-9_-]+([./][a-z0-9_-]+)?$/i.test(name)) return undefined;
    i++;

    let value = tokens[i]?.text ?? "";
    for (i++; tokens[i]?.glued; i++) value += tokens[i]?.text ?? "";
    pairs.push({ name: name.toLowerCase(), value });
  }
  return pairs;
}

function toResult(text: string): AuthResult {
  const lower = text.toLowerCase();
  if (lower === "hardfail") return "fail";
  return AUTH_RESULTS.find((result) => result === lower) ?? "unknown";
}

// A mail has one DMARC result. Two that differ are a contradiction, and one about another domain says nothing of this sender.
function onlyResult(header: AuthHeader, method: string, domain: string | null): AuthResult {
  const clauses = header.clauses.filter((clause) => clause.method === method);
  const results = new Set(clauses.map(({ result }) => result));
  const [result] = results;
  // Without a sender there is nobody to vouch for.
  if (!result || results.size > 1 || (result === "pass" && domain === null)) return "unknown";
  const judged = clauses.flatMap(({ properties }) => properties.get("header.from") ?? []).map(toAscii);
  return judged.every((from) => from === domain) ? result : "unknown";
}

// A mail may have several signatures: one good one that speaks for the sender's domain is enough.
function bestOf(header: AuthHeader, method: string, domain: string | null, domainOf: (clause: AuthClause) => string | undefined) {
  const clauses = header.clauses.filter((clause) => clause.method === method);
  const passes = clauses.filter(({ result }) => result === "pass");
  const aligned = passes.some((clause) => isAligned(domainOf(clause), domain));
  // SPF speaks once. Two results are one too many, as for DMARC.
  if (method === "spf" && new Set(clauses.map(({ result }) => result)).size > 1)
    return { result: clauses.some(({ result }) => result === "fail") ? ("fail" as const) : ("unknown" as const), aligned: false };
  return { result: passes[0]?.result ?? clauses[0]?.result ?? ("unknown" as const), aligned };
}

function spfDomain({ properties }: AuthClause) {
  return domainOf(properties.get("smtp.mailfrom") ?? properties.get("smtp.from"));
}

function dkimDomain({ properties }: AuthClause) {
  return domainOf(properties.get("header.d") ?? properties.get("header.i"));
}

function domainOf(value: string | undefined) {
  return value === undefined ? undefined : toAscii(value.slice(value.lastIndexOf("@") + 1));
}

// From may have a domain in its own script (RFC 6532) where a signature has it in ASCII (RFC 6376 §3.5), and the other way round.
function toAscii(domain: string): string {
  return /[\u0080-\uffff]/.test(domain) ? domainToASCII(domain) || domain : domain;
}

// A domain speaks for those below it, never the other way; a public suffix for nobody, because below it anybody may stand (RFC 7489 §3.2).
function isAligned(domain: string | undefined, from: string | null): boolean {
  if (!domain || !from || !domain.includes(".")) return false;
  return from === domain || (from.endsWith(`.${domain}`) && getDomain(domain, { allowPrivateDomains: true }) !== null);
}

function judgeFrom({ spf, dkim, dmarc, aligned }: Omit<AuthVerdict, "from" | "authservId">): AuthVerdict["from"] {
  if (dmarc === "fail") return "fail";
  if (dmarc === "pass" || aligned.dkim || aligned.spf) return "pass";
  return spf === "fail" || dkim === "fail" ? "fail" : "unknown";
}
