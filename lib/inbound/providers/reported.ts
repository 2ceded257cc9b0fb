import { AUTH_RESULTS, type AuthClause, type AuthHeader, type AuthResult, PROVIDER_ID } from "@/lib/mail/authentication-results";
import { Fields, isObject } from "./fields";

/** Signatures read of one mail. */
const MAX_SIGNATURES = 20;
const DOMAIN = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)+$/;

/** What providers say instead of a result of RFC 8601 §2.7 (Amazon SES, "Notification contents": spfVerdict and the like). */
const OTHER_WORDS: Record<string, AuthResult> = {
  hardfail: "fail",
  gray: "neutral",
  "processing failed": "temperror",
  disabled: "none",
  passed: "pass",
  failed: "fail",
};

/**
 * What a provider's event says of the checks its own server made, in the form of a header it could have written. Whether it
 * counts is the source's to say. Undefined when it says nothing. `mailFrom` is the envelope's sender, which SPF is about.
 */
export function readReported(objects: readonly Fields[], mailFrom: string | null): AuthHeader | undefined {
  const places = objects.flatMap((one) => [one, ...INSIDE.map((name) => new Fields(one.get(name)))]);
  const find = (...names: string[]) => places.map((place) => place.get(...names)).find((value) => value !== undefined);

  const clauses = [
    ...read("spf", find("spf", "spfresult", "spfcheck", "spfverdict"), "smtp.mailfrom", domainOf(mailFrom ?? "")).slice(0, 1),
    ...read("dkim", find("dkim", "dkimresult", "dkimcheck", "dkimverdict"), "header.d", undefined),
    ...read("dmarc", find("dmarc", "dmarcresult", "dmarcverdict"), "header.from", undefined).slice(0, 1),
  ];
  return clauses.length > 0 ? { authservId: PROVIDER_ID, clauses } : undefined;
}

const INSIDE = ["envelope", "receipt", "authentication", "auth", "authresults", "verdicts", "verification"];

function read(method: string, value: unknown, property: string, about: string | undefined): AuthClause[] {
  return resultsIn(value).map(({ result, domain = about }) => ({
    method,
    result,
    properties: new Map(domain === undefined ? [] : [[property, domain]]),
  }));
}

interface Reported {
  result: AuthResult;
  domain?: string | undefined;
}

function resultsIn(value: unknown): Reported[] {
  if (typeof value === "string") return inText(value);
  if (Array.isArray(value)) return value.slice(0, MAX_SIGNATURES).flatMap((one) => (isObject(one) ? inObject(new Fields(one)) : []));
  return isObject(value) ? inObject(new Fields(value)) : [];
}

// `pass`, or SendGrid's `{@example.org : pass, @other.test : fail}`, which is no JSON.
function inText(text: string): Reported[] {
  const result = toResult(text);
  if (result) return [{ result }];
  const pairs = text.slice(0, 4_000).matchAll(/@?([a-z0-9._-]{1,253}) : ([a-z]{1,20})/gi);
  return [...pairs].slice(0, MAX_SIGNATURES).flatMap(([, domain = "", word = ""]) => {
    const one = toResult(word);
    return one ? [{ result: one, domain: domainOf(domain) }] : [];
  });
}

// `{ result, domain }`, `{ status: "PASS" }`, or `{ results: [{ status: { result }, signingDomain }] }` of mailauth.
function inObject(fields: Fields): Reported[] {
  const results = fields.get("results", "signatures");
  if (Array.isArray(results)) return resultsIn(results);
  const status = fields.get("result", "status", "verdict");
  const word = isObject(status) ? new Fields(status).text("result") : status;
  const result = typeof word === "string" ? toResult(word) : undefined;
  return result ? [{ result, domain: domainOf(fields.text("domain", "signingdomain") ?? "") }] : [];
}

function toResult(text: string): AuthResult | undefined {
  const word = text.slice(0, 40).trim().toLowerCase().replace(/_/g, " ");
  if (Object.hasOwn(OTHER_WORDS, word)) return OTHER_WORDS[word];
  return AUTH_RESULTS.find((result) => result === word && result !== "unknown");
}

function domainOf(text: string): string | undefined {
  const domain = text.slice(text.lastIndexOf("@") + 1).toLowerCase();
  return DOMAIN.test(domain) ? domain : undefined;
}
