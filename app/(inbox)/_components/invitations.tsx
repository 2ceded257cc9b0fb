"use client";

import { useQuery } from "@tanstack/react-query";
import { type Invitation, invitationsQuery } from "@/app/_data/invitations";
import { InvitationCard } from "./invitation-card";

/** What the calendar files of a message say. Nothing where none can be read: they hang on the message as files in any case. */
export function Invitations({ messageId }: { messageId: string }) {
  const { data } = useQuery(invitationsQuery(messageId));
  return data?.invitations.map((invitation) => <InvitationCard key={keyOf(invitation)} invitation={invitation} />);
}

function keyOf({ summary, start }: Invitation): string {
  return `${start?.local ?? ""} ${summary}`;
}
