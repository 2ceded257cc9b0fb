import { displaySubject } from "@/lib/mail/subject";

/** What a conversation is called on the screen: its subject without reply marks. */
export function conversationTitle(subject: string): string {
  return displaySubject(subject) || "No subject";
}
