import type { SenderVerdict } from "@/db/schema";

/** What the receiving server found out about the sender, in a line; undefined when none that the source trusts spoke. */
export function explainChecks({ spf, dkim, dmarc, authservId }: SenderVerdict): string | undefined {
  if (authservId === null) return undefined;
  const checks = Object.entries({ SPF: spf, DKIM: dkim, DMARC: dmarc }).filter(([, result]) => result !== "unknown");
  const found = checks.map(([name, result]) => `${name} ${result}`).join(", ") || "nothing";
  return `${found}, says ${authservId === "provider" ? "the provider" : authservId}`;
}

/** What the provider's spam filter made of a mail, in a line. */
export function explainSpam({ result, score }: NonNullable<SenderVerdict["spam"]>): string {
  const words = { spam: "Spam", clean: "Not spam", unknown: "No verdict" }[result];
  return score === null ? words : `${words}, score ${score}`;
}
