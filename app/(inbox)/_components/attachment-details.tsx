"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { downloadsQuery, useScanAgain } from "@/app/_data/downloads";
import { buttonClass } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { formatBytes } from "@/app/_ui/numbers";
import { RelativeTime } from "@/app/_ui/relative-time";
import { attachmentPath, warnedAttachmentPath } from "@/lib/attachments/address";
import { WARNINGS } from "@/lib/attachments/warnings";
import type { AttachmentFile } from "./attachment-card";
import { scanSentence, sniffSentence, textSentence } from "./attachment-words";
import { FilePreview } from "./file-preview";

/** What is known of a file, what speaks against opening it, and who got it. */
export function AttachmentDetails({ file, onClose }: { file: AttachmentFile; onClose(): void }) {
  const { data } = useQuery(downloadsQuery(file.id, file.scan));
  const warned = file.warnings.length > 0;

  return (
    <div className="flex flex-col gap-4">
      {warned && (
        <Notice tone={file.warnings[0] === "waiting" ? "waiting" : "failed"}>
          <ul className="flex flex-col gap-1">
            {file.warnings.map((warning) => (
              <li key={warning}>{WARNINGS[warning]}</li>
            ))}
            {data && file.scan === "infected" && <li>{data.allowed ? QUARANTINED_FOR_OWNER : QUARANTINED}</li>}
          </ul>
        </Notice>
      )}
      <FilePreview file={file} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 break-words">
        <Fact name="Size">{formatBytes(file.size)}</Fact>
        <Fact name="Sender says">
          <bdi>{file.contentType}</bdi>
        </Fact>
        <Fact name="Bytes say">{sniffSentence(file)}</Fact>
        <Fact name="Virus scan">
          {scanSentence(file, data?.scannable ?? false)}
          {data?.scannable && <ScanAgain attachmentId={file.id} />}
        </Fact>
        <Fact name="Text for search">{textSentence(file)}</Fact>
        {data?.downloads && (
          <Fact name="Downloads">{data.downloads.length === 0 ? "None yet" : <DownloadList downloads={data.downloads} />}</Fact>
        )}
      </dl>
      {data?.allowed && (
        <a
          href={warned ? warnedAttachmentPath(file.id) : attachmentPath(file.id)}
          download
          onClick={onClose}
          className={buttonClass(warned ? "danger" : "plain", "self-end")}
        >
          <Download aria-hidden size={14} strokeWidth={1.75} />
          {warned ? "Download anyway" : "Download"}
        </a>
      )}
    </div>
  );
}

const QUARANTINED = "It is quarantined: only owners can download it.";
const QUARANTINED_FOR_OWNER = "It is quarantined. As an owner you can download it all the same; it will stand here that you did.";

function ScanAgain({ attachmentId }: { attachmentId: string }) {
  const { mutate, isPending, error } = useScanAgain(attachmentId);
  return (
    <>
      {" "}
      <button type="button" aria-busy={isPending} onClick={() => mutate()} className="touch-target text-accent-text underline">
        Scan it now
      </button>
      {error && <span className="text-failed"> {error.message}</span>}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function DownloadList({ downloads }: { downloads: { id: string; name: string | null; warnings: string[]; at: string }[] }) {
  return (
    <ul className="max-h-40 overflow-y-auto">
      {downloads.map(({ id, name, warnings, at }) => (
        <li key={id}>
          {name ?? "Somebody who left"}, <RelativeTime at={at} />
          {warnings.length > 0 && <span className="text-ink-faint"> (warned)</span>}
        </li>
      ))}
    </ul>
  );
}
