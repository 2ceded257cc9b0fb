"use client";

import { useQuery } from "@tanstack/react-query";
import { fileTextQuery } from "@/app/_data/file-text";
import { Notice } from "@/app/_ui/notice";
import { Skeleton } from "@/app/_ui/skeleton";
import { previewPath } from "@/lib/attachments/address";
import type { AttachmentFile } from "./attachment-card";
import { DocumentPages } from "./document-pages";
import { FileTable } from "./file-table";

/** What is in a file, as far as it can be looked at here; why it cannot, where it should be possible. */
export function FilePreview({ file }: { file: AttachmentFile }) {
  const { pages } = file;
  if (file.preview === "done" && pages !== null && pages > 1) return <DocumentPages file={file} pages={pages} />;
  if (file.preview === "done") return <Picture file={file} />;
  if (file.isText) return <Text file={file} />;
  if (file.preview === "failed") return <Notice>{`There is no preview. ${file.previewNote ?? ""}`.trim()}</Notice>;
  return file.preview === "waiting" ? <Notice>A preview is being made.</Notice> : null;
}

function Picture({ file }: { file: AttachmentFile }) {
  const { previewWidth, previewHeight } = file;
  return (
    <div className="flex justify-center">
      {/** biome-ignore lint/performance/noImgElement: it has its size already, and only our own route may serve it. */}
      <img
        src={previewPath(file.id)}
        alt={`Preview of ${file.name}`}
        {...(previewWidth && previewHeight ? { width: previewWidth, height: previewHeight } : {})}
        className="h-auto max-h-[56vh] w-auto max-w-full rounded-sm border bg-white object-contain"
      />
    </div>
  );
}

function Text({ file }: { file: AttachmentFile }) {
  const { data, error } = useQuery(fileTextQuery(file.id));
  if (error) return <Notice tone="failed">{error.message}</Notice>;
  if (!data) return <Skeleton className="h-32 w-full" />;
  return (
    <div className="flex flex-col gap-1">
      {data.kind === "table" ? (
        <FileTable rows={data.rows} />
      ) : (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
          dir="auto"
          className="max-h-[56vh] overflow-auto whitespace-pre-wrap break-words rounded-sm border bg-panel p-3 font-mono text-small"
        >
          {data.text}
        </pre>
      )}
      {data.truncated && <p className="text-ink-faint text-small">This is the beginning. Download the file to see all of it.</p>}
    </div>
  );
}
