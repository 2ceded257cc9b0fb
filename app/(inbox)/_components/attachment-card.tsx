"use client";

import { Download, Info, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { Message } from "@/app/_data/conversations";
import { cx } from "@/app/_ui/cx";
import { Dialog } from "@/app/_ui/dialog";
import { formatBytes } from "@/app/_ui/numbers";
import { OnDemand, onDemand } from "@/app/_ui/on-demand";
import { attachmentPath } from "@/lib/attachments/address";
import { WARNING_LABELS } from "./attachment-words";
import { FileName } from "./file-name";
import { FileThumbnail } from "./file-thumbnail";

// Fetched for the first file that is looked at.
const attachmentDetails = onDemand(async () => (await import("./attachment-details")).AttachmentDetails);

export type AttachmentFile = Message["attachments"][number];

const MAIN =
  "flex min-w-0 flex-1 items-center gap-2 rounded-l pr-2 text-left transition-colors hover:bg-hover focus-visible:-outline-offset-2 active:bg-pressed";
const SIDE =
  "flex w-9 shrink-0 items-center justify-center rounded-r border-l text-ink-faint transition-colors hover:bg-hover hover:text-ink focus-visible:-outline-offset-2 active:bg-pressed pointer-coarse:w-11 print:hidden";

/** A file: one press looks at it where that is possible, keeps it where it is not, or says first what speaks against that. */
export function AttachmentCard({ file }: { file: AttachmentFile }) {
  const [open, setOpen] = useState(false);
  const canBeSeen = file.preview !== "none" || file.isText;
  const opensDialog = canBeSeen || file.warnings.length > 0;

  return (
    <div className="flex h-12 min-w-0 rounded border">
      {opensDialog ? (
        <button type="button" className={MAIN} onClick={() => setOpen(true)}>
          <FileLine file={file} />
        </button>
      ) : (
        <a href={attachmentPath(file.id)} download className={MAIN}>
          <FileLine file={file} />
          <Download aria-label="Download" size={14} strokeWidth={1.75} className="ml-auto shrink-0 text-ink-faint print:hidden" />
        </a>
      )}
      {canBeSeen && file.warnings.length === 0 ? (
        <a href={attachmentPath(file.id)} download aria-label={`Download ${file.name}`} className={SIDE}>
          <Download aria-hidden size={14} strokeWidth={1.75} />
        </a>
      ) : (
        <button type="button" aria-label={`Details of ${file.name}`} onClick={() => setOpen(true)} className={SIDE}>
          <Info aria-hidden size={14} strokeWidth={1.75} />
        </button>
      )}
      {open && (
        <Dialog open onOpenChange={setOpen} title={file.name} wide={file.preview === "done" || file.isText}>
          <OnDemand part={attachmentDetails} props={{ file, onClose: () => setOpen(false) }} />
        </Dialog>
      )}
    </div>
  );
}

function FileLine({ file }: { file: AttachmentFile }) {
  const [warning] = file.warnings;
  return (
    <>
      <FileThumbnail file={file} />
      <span className="flex min-w-0 flex-col">
        <FileName name={file.name} />
        <span className="flex min-w-0 items-center gap-1 whitespace-nowrap text-ink-faint text-small tabular-nums">
          {formatBytes(file.size)}
          {warning && (
            <span className={cx("flex min-w-0 items-center gap-1 pl-1", warning === "waiting" ? "text-waiting" : "text-failed")}>
              <TriangleAlert aria-hidden size={12} strokeWidth={2} className="shrink-0" />
              <span className="truncate">{WARNING_LABELS[warning]}</span>
            </span>
          )}
        </span>
      </span>
    </>
  );
}
