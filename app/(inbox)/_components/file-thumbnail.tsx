import { thumbnailPath } from "@/lib/attachments/address";
import type { AttachmentFile } from "./attachment-card";
import { fileIcon } from "./attachment-words";

/** What a file looks like, or what kind it is. */
export function FileThumbnail({ file }: { file: AttachmentFile }) {
  const Icon = fileIcon(file);
  return (
    <span className="flex h-full w-11.5 shrink-0 items-center justify-center overflow-hidden rounded-l border-r bg-panel text-ink-soft">
      {file.preview === "done" ? (
        // biome-ignore lint/performance/noImgElement: it is small already, and only our own route may serve it.
        <img src={thumbnailPath(file.id)} alt="" loading="lazy" decoding="async" className="size-full bg-white object-cover" />
      ) : (
        <Icon aria-hidden size={18} strokeWidth={1.5} />
      )}
    </span>
  );
}
