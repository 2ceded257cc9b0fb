"use client";

import { KeyRound, LockKeyhole, type LucideIcon, PackageOpen, PenLine, ShieldAlert } from "lucide-react";
import type { Message } from "@/app/_data/conversations";
import { Notice } from "@/app/_ui/notice";
import { labelPart, type PartLabel } from "@/lib/mail/labels";
import { DeliveryReport } from "./delivery-report";
import { Invitations } from "./invitations";

// Nothing is claimed about signatures: none is checked.
const NOTES: Partial<Record<PartLabel, { icon: LucideIcon; sentence: string }>> = {
  "smime-signature": { icon: PenLine, sentence: "Signed with S/MIME. The signature has not been checked." },
  "smime-envelope": { icon: LockKeyhole, sentence: "An S/MIME envelope, encrypted or signed. It can be downloaded, not opened here." },
  "pgp-signature": { icon: PenLine, sentence: "Signed with OpenPGP. The signature has not been checked." },
  "pgp-encrypted": { icon: LockKeyhole, sentence: "Encrypted with OpenPGP. It can be downloaded, not read here." },
  "pgp-key": { icon: KeyRound, sentence: "Brings an OpenPGP key. Nothing says whose it is." },
  outlook: {
    icon: PackageOpen,
    sentence: "Outlook packed files of this message into winmail.dat. It can be downloaded, not unpacked here.",
  },
};

/** What a message is besides its text: an invitation, a report, signed, encrypted, packed. */
export function MessageFacts({ message }: { message: Message }) {
  const labels = [...new Set(message.attachments.map(({ contentType, filename }) => labelPart(contentType, filename)))];
  const notes = labels.flatMap((label) => (label && NOTES[label]) ?? []);
  const facts = [
    ...(message.verdict?.spam?.result === "spam"
      ? [
          <Notice key="spam" icon={ShieldAlert} tone="waiting">
            The provider's spam filter takes this for spam.
          </Notice>,
        ]
      : []),
    ...(labels.includes("calendar") ? [<Invitations key="calendar" messageId={message.id} />] : []),
    ...(message.events.length > 0 ? [<DeliveryReport key="report" events={message.events} />] : []),
    ...notes.map(({ icon, sentence }) => (
      <Notice key={sentence} icon={icon}>
        {sentence}
      </Notice>
    )),
  ];
  return facts.length > 0 ? <div className="mb-4 flex flex-col gap-2">{facts}</div> : null;
}
