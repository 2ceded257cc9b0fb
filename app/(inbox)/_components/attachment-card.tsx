"use client";

import { Download, Info, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { Message } from "@/app/_data/conversations";
import { formatBytes } from "@/app/_ui/numbers";
import { attachmentPath } from "@/lib/attachments/address";
import { AttachmentDialog } from "./attachment-dialog";
import { fileIcon, WARNING_LABELS } from "./attachment-words";

export type AttachmentFile = Message["attachments"][number];

const MAIN =
  "group flex min-w-0 items-center gap-2 rounded-l px-2.5 transition-colors hover:bg-hover focus-visible:-outline-offset-2 active:bg-pressed";

/** A file: one press keeps it, or says first what speaks against that. */
export function AttachmentCard({ file }: { file: AttachmentFile }) {
  const [open, setOpen] = useState(false);
  const [warning] = file.warnings;

  return (
    <div className="flex h-9 max-w-full rounded border pointer-coarse:h-11">
      {warning ? (
        <button type="button" className={MAIN} onClick={() => setOpen(true)}>
          <FileLine file={file} />
          <span className={`flex shrink-0 items-center gap-1 text-small ${warning === "waiting" ? "text-waiting" : "text-failed"}`}>
            <TriangleAlert aria-hidden size={12} strokeWidth={2} />
            {WARNING_LABELS[warning]}
          </span>
        </button>
      ) : (
        <a href={attachmentPath(file.id)} download className={MAIN}>
          <FileLine file={file} />
          <Download aria-label="Download" size={14} strokeWidth={1.75} className="shrink-0 text-ink-faint group-hover:text-ink" />
        </a>
      )}
      <button
        type="button"
        aria-label={`Details of ${file.name}`}
        onClick={() => setOpen(true)}
        className="flex w-8 shrink-0 items-center justify-center rounded-r border-l text-ink-faint transition-colors hover:bg-hover hover:text-ink focus-visible:-outline-offset-2 active:bg-pressed pointer-coarse:w-11"
      >
        <Info aria-hidden size={14} strokeWidth={1.75} />
      </button>
      {open && <AttachmentDialog file={file} onClose={() => setOpen(false)} />}
    </div>
  );
}

function FileLine({ file }: { file: AttachmentFile }) {
  const Icon = fileIcon(file.sniffedType ?? file.contentType);
  return (
    <>
      <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-ink-soft" />
      <bdi className="min-w-0 truncate">{file.name}</bdi>
      <span className="shrink-0 text-ink-faint text-small tabular-nums">{formatBytes(file.size)}</span>
    </>
  );
}
