"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, File, FileArchive, FileImage, FileSpreadsheet, FileText, type LucideIcon, Mail } from "lucide-react";
import { messageBodyQuery } from "@/app/_data/bodies";
import type { Message } from "@/app/_data/conversations";
import { formatBytes } from "@/app/_ui/numbers";
import { attachmentPath } from "@/lib/attachments/address";
import { displayName } from "@/lib/mail/filename";

type Attachment = Message["attachments"][number];

/** Files to download. Images that the body shows in place are left out; those it does not show are here, so that nothing is lost. */
export function AttachmentStrip({ message }: { message: Message }) {
  const { data } = useQuery(messageBodyQuery(message.id));
  const shown = new Set(data?.html?.ok ? data.html.cids.map((cid) => cid.toLowerCase()) : []);
  const isShown = ({ contentId }: Attachment) => contentId !== null && shown.has(contentId.toLowerCase());
  const files = message.attachments.filter((file) => !file.inline || (data !== undefined && !isShown(file)));
  if (files.length === 0) return null;

  return (
    <ul aria-label="Attachments" className="mt-3 flex flex-wrap gap-2">
      {files.map((file) => (
        <li key={file.id} className="min-w-0 max-w-full">
          <AttachmentLink file={file} />
        </li>
      ))}
    </ul>
  );
}

function AttachmentLink({ file }: { file: Attachment }) {
  const name = displayName(file.filename);
  const Icon = iconOf(file.contentType);
  return (
    <a
      href={attachmentPath(file.id)}
      download
      className="group flex h-9 max-w-full items-center gap-2 rounded border px-2.5 transition-colors hover:border-line-strong hover:bg-hover active:bg-pressed pointer-coarse:h-11"
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-ink-soft" />
      <bdi className="min-w-0 truncate">{name}</bdi>
      <span className="shrink-0 text-ink-faint text-small tabular-nums">{formatBytes(file.size)}</span>
      <Download aria-label="Download" size={14} strokeWidth={1.75} className="shrink-0 text-ink-faint group-hover:text-ink" />
    </a>
  );
}

const ICONS: [start: string, icon: LucideIcon][] = [
  ["image/", FileImage],
  ["message/", Mail],
  ["text/csv", FileSpreadsheet],
  ["application/vnd.openxmlformats-officedocument.spreadsheet", FileSpreadsheet],
  ["application/vnd.ms-excel", FileSpreadsheet],
  ["application/zip", FileArchive],
  ["application/gzip", FileArchive],
  ["application/pdf", FileText],
  ["text/", FileText],
];

function iconOf(contentType: string): LucideIcon {
  return ICONS.find(([start]) => contentType.toLowerCase().startsWith(start))?.[1] ?? File;
}
