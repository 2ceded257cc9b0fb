import { z } from "zod";
import { authHeaders, judgeSender, readAuthHeader } from "@/lib/mail/authentication-results";
import { readMail } from "@/lib/mail/read-mail";
import { readJson, type Verb } from "./verb";

const schema = z.object({
  /** The address or domain in From. */
  from: z.string().nullish(),
  authservIds: z.array(z.string()).default([]),
  /** Values of Authentication-Results fields, or `[name, value]` pairs of a whole header, the topmost first. */
  headers: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
});

/** `auth`: what the Authentication-Results headers of a mail prove about its sender. */
export const auth: Verb = {
  about: "a mail, or JSON {from, authservIds, headers} → verdict; for a mail, name servers with --authserv-id <id>",
  async run(input, argv) {
    const json = input.find((byte) => byte > 0x20) === 0x7b;
    return json ? judgeCase(readJson(input)) : judgeMail(input, argv);
  },
};

function judgeCase(input: unknown) {
  const { from, authservIds, headers } = schema.parse(input);
  const pairs = headers.map((header) => (typeof header === "string" ? (["authentication-results", header] as const) : header));
  return judge(authHeaders(pairs), from ?? null, authservIds);
}

function judgeMail(input: Uint8Array, argv: string[]) {
  const { headers, from } = readMail(input);
  const authservIds = argv.flatMap((word, at) => (argv[at - 1] === "--authserv-id" ? [word] : []));
  return judge(authHeaders(headers), from?.address ?? null, authservIds);
}

function judge(headers: string[], from: string | null, authservIds: string[]) {
  const domain = from?.slice(from.lastIndexOf("@") + 1) || null;
  const read = headers.map((value) => {
    const header = readAuthHeader(value);
    if (!header) return { readable: false };
    const trusted = authservIds.some((id) => id.toLowerCase() === header.authservId);
    const clauses = header.clauses.map((clause) => ({ ...clause, properties: Object.fromEntries(clause.properties) }));
    return { readable: true, trusted, authservId: header.authservId, clauses };
  });
  return { verdict: judgeSender(headers, domain, authservIds), headers: read };
}
