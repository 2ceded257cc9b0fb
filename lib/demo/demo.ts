import { asEvent, asMime } from "./compose";
import { automated } from "./conversations/automated";
import { documents } from "./conversations/documents";
import { languages } from "./conversations/languages";
import { letters } from "./conversations/letters";
import { newsletters } from "./conversations/newsletters";
import { stove } from "./conversations/stove";
import type { DatedMail, DemoConversation, DemoMail, DemoPost } from "./post";

export type { DemoPost } from "./post";

/**
 * The mails of the demo workspace, oldest first: about twenty conversations of the last six days at a small maker of camp
 * stoves, one of which cannot be filed. The same `now` gives the same bytes.
 */
export function demoPosts(now: Date): DemoPost[] {
  const conversations = [stove, ...languages, ...letters, ...documents(now), ...newsletters];
  const mails = conversations.flatMap((conversation) => tie(conversation, now));
  const posts = mails.map((mail) => ({ date: mail.date, post: mail.as === "mime" ? asMime(mail) : asEvent(mail) }));
  return [...posts, ...automated(now)].toSorted((a, b) => a.date.getTime() - b.date.getTime()).map(({ post }) => post);
}

function tie({ key, mails }: DemoConversation, now: Date): DatedMail[] {
  const tied: DatedMail[] = [];
  for (const [index, mail] of mails.entries()) {
    const host = mail.from.address.slice(mail.from.address.lastIndexOf("@") + 1);
    const before = tied.at(-1);
    tied.push({
      ...mail,
      ...(mail.quotes && before ? { text: `${mail.text ?? ""}\n\n${quote(before)}` } : {}),
      id: `${key}.${index + 1}.${Math.floor(now.getTime() / 1000)}@${host}`,
      references: tied.map(({ id }) => id),
      date: new Date(Math.floor(now.getTime() / 1000) * 1000 - mail.minutesAgo * 60_000),
    });
  }
  return tied;
}

function quote(mail: DemoMail & { date: Date }): string {
  const on = mail.date.toUTCString().replace(/ \d{2}:.*/, "");
  const lines = (mail.text ?? "").split("\n").map((line) => (line.startsWith(">") ? `>${line}` : `> ${line}`.trimEnd()));
  return `On ${on}, ${mail.from.name} <${mail.from.address}> wrote:\n\n${lines.join("\n")}\n`;
}
