"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { messageBodyQuery } from "@/app/_data/bodies";
import type { Message } from "@/app/_data/conversations";
import { Button } from "@/app/_ui/button";
import { AttachmentCard } from "./attachment-card";

/** Files shown at once: a few rows. */
const MAX_SHOWN = 12;

/** Files to look at and to keep. Images that the body shows in place are left out; those it does not show are here, so that nothing is lost. */
export function AttachmentStrip({ message }: { message: Message }) {
  const [all, setAll] = useState(false);
  const { data } = useQuery(messageBodyQuery(message.id));
  const files = message.attachments.filter(({ id, inline }) => !inline || (data !== undefined && !data.inPlace.includes(id)));
  if (files.length === 0) return null;

  // One more than fits is no reason to hide it.
  const shown = all || files.length <= MAX_SHOWN + 1 ? files : files.slice(0, MAX_SHOWN);
  return (
    <div className="mt-3 flex flex-col items-start gap-2">
      <ul aria-label="Attachments" className="grid w-full grid-cols-[repeat(auto-fill,minmax(min(14rem,100%),1fr))] gap-2">
        {shown.map((file) => (
          <li key={file.id} className="min-w-0">
            <AttachmentCard file={file} />
          </li>
        ))}
      </ul>
      {shown.length < files.length && (
        <Button look="ghost" onClick={() => setAll(true)}>
          {`Show all ${files.length} files`}
        </Button>
      )}
    </div>
  );
}
