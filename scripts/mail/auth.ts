import { z } from "zod";
import { readAddresses } from "@/lib/mail/addresses";
import { authHeaders, judgeSender, readAuthHeader } from "@/lib/mail/authentication-results";
import { toByteString } from "@/lib/mail/mime/encoded-words";
import { readMail } from "@/lib/mail/read-mail";
import { listOf, readJson, type Verb } from "./verb";

const FIELD_NAME = /^\s*authentication-results\s*:/i;

const header = z.union([z.string(), z.tuple([z.string(), z.string()])]);
const schema = z.object({
  /** What From says, an address, or a domain. */
  from: z.union([z.string(), z.object({ address: z.string() })]).nullish(),
  authservIds: z.union([z.string(), z.array(z.string())]).nullish(),
  /** Values of Authentication-Results fields, with or without the name, or `[name, value]` pairs of a whole header, the topmost first. */
  headers: z.union([z.string(), z.array(header)]).nullish(),
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
  const pairs = listOf(headers).map((one) =>
    typeof one === "string" ? (["authentication-results", one.replace(FIELD_NAME, "")] as const) : one,
  );
  const [sender] = typeof from === "string" ? readAddresses(toByteString(from), 1).addresses : listOf(from);
  return judge(authHeaders(pairs), sender?.address || (typeof from === "string" ? from : null), listOf(authservIds));
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
