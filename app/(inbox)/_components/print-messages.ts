import type { QueryClient } from "@tanstack/react-query";
import { findShownBody, type MessageBody } from "@/app/_data/bodies";
import type { Message } from "@/app/_data/conversations";
import { sourceQuery } from "@/app/_data/sources";
import { printInFrame } from "@/app/_mail/print-frame";
import { FOLDED, printable } from "@/app/_mail/printable";
import { isQuoteOpen } from "@/app/_mail/use-quoted";
import { formatBytes } from "@/app/_ui/numbers";
import { exactTime } from "@/app/_ui/time";
import { explainDoubt } from "@/lib/conversations/explain-filing";
import type { PrintedMessage } from "@/lib/mail/print";
import type { BodyView } from "./message-tabs";

/** Bodies asked for at a time. */
const AT_ONCE = 6;

/** Prints messages one after the other, each with who wrote it to whom and when. `view`: as one of them is looked at just now. */
export async function printMessages(cache: QueryClient, subject: string, messages: Message[], view: BodyView = "rendered") {
  const printed: PrintedMessage[] = [];
  for (let at = 0; at < messages.length; at += AT_ONCE)
    printed.push(...(await Promise.all(messages.slice(at, at + AT_ONCE).map((message) => print(cache, message, view)))));
  printInFrame(subject || "No subject", printed);
}

async function print(cache: QueryClient, message: Message, view: BodyView): Promise<PrintedMessage> {
  const remarks = message.doubt ? [explainDoubt(message.doubt).sentence] : [];
  const body = await findShownBody(cache, message.id).catch(() => undefined);
  if (!body) return { head: headOf(message), remarks: [...remarks, "This message could not be loaded."], body: { text: message.snippet } };
  return { head: headOf(message), remarks, body: await bodyOf(cache, message.id, body, view) };
}

function headOf({ from, sender, to, cc, orderAt, attachments }: Message): PrintedMessage["head"] {
  const files = attachments.filter(({ inline }) => !inline).map(({ name, size }) => `${name} (${formatBytes(size)})`);
  const via = sender && sender.address !== from?.address ? sender : undefined;
  const rows: [name: string, values: string[]][] = [
    ["From", [from ? nameOf(from) : "Unknown sender"]],
    ["Via", via ? [nameOf(via)] : []],
    ["To", to.map(nameOf)],
    ["Cc", cc.map(nameOf)],
    ["Date", [exactTime(new Date(orderAt))]],
    ["Files", files],
  ];
  return rows.filter(([, values]) => values.length > 0).map(([name, values]) => [name, values.join(", ")]);
}

function nameOf({ name, address }: NonNullable<Message["from"]>): string {
  return name && address ? `${name} <${address}>` : name || address;
}

async function bodyOf(cache: QueryClient, messageId: string, body: MessageBody, view: BodyView): Promise<PrintedMessage["body"]> {
  const { html, text, headers } = body;
  const quoted = isQuoteOpen(messageId);
  if (view === "headers") return { text: headers.map(([name, value]) => `${name}: ${value}`).join("\n") };
  if (view === "source") return { text: cache.getQueryData(sourceQuery(messageId).queryKey)?.text ?? "" };
  if (view === "rendered" && html?.ok) {
    const { cleanInBrowser } = await import("@/app/_mail/clean-in-browser");
    return { html: printable(await cleanInBrowser(html.html), { quoted }) };
  }
  const shown = [...text.tokens, ...(quoted ? text.quoted : [])].map((token) => token.text).join("");
  return { text: quoted || text.quoted.length === 0 ? shown : `${shown.trimEnd()}\n\n${FOLDED}` };
}
