"use client";

import { useQuery } from "@tanstack/react-query";
import { messageBodyQuery } from "@/app/_data/bodies";
import type { Message } from "@/app/_data/conversations";
import { AttachmentCard } from "./attachment-card";

/** Files to download. Images that the body shows in place are left out; those it does not show are here, so that nothing is lost. */
export function AttachmentStrip({ message }: { message: Message }) {
  const { data } = useQuery(messageBodyQuery(message.id));
  const files = message.attachments.filter(({ id, inline }) => !inline || (data !== undefined && !data.inPlace.includes(id)));
  if (files.length === 0) return null;

  return (
    <ul aria-label="Attachments" className="mt-3 flex flex-wrap gap-2">
      {files.map((file) => (
        <li key={file.id} className="min-w-0 max-w-full">
          <AttachmentCard file={file} />
        </li>
      ))}
    </ul>
  );
}
