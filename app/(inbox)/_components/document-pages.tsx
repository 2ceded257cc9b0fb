"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { cx } from "@/app/_ui/cx";
import { IconButton } from "@/app/_ui/icon-button";
import { Notice } from "@/app/_ui/notice";
import { Skeleton } from "@/app/_ui/skeleton";
import { pagePath } from "@/lib/attachments/address";
import { MAX_SHOWN_PAGES } from "@/lib/attachments/pages";
import type { AttachmentFile } from "./attachment-card";

/** Of a button that keeps the focus at the end. */
const ENDS = "aria-disabled:opacity-40";

/** A document page by page, as pictures of them. Arrow keys turn them, wherever in the dialog the focus is. */
export function DocumentPages({ file, pages }: { file: AttachmentFile; pages: number }) {
  const [page, setPage] = useState(1);
  const last = Math.min(pages, MAX_SHOWN_PAGES);
  const turn = useCallback((by: number) => setPage((at) => Math.min(last, Math.max(1, at + by))), [last]);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by) turn(by);
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [turn]);

  return (
    <figure className="flex flex-col items-center gap-1">
      <PagePicture key={page} file={file} page={page} next={page < last ? page + 1 : undefined} />
      <figcaption className="flex items-center gap-2 text-ink-faint text-small">
        <IconButton
          icon={ChevronLeft}
          label="Previous page"
          shortcut="←"
          aria-disabled={page === 1}
          onClick={() => turn(-1)}
          className={ENDS}
        />
        <span aria-live="polite" className="tabular-nums">
          {`Page ${page} of ${pages}`}
        </span>
        <IconButton
          icon={ChevronRight}
          label="Next page"
          shortcut="→"
          aria-disabled={page === last}
          onClick={() => turn(1)}
          className={ENDS}
        />
      </figcaption>
      {page === last && last < pages && <p className="text-ink-faint text-small">Download the file to see the rest.</p>}
    </figure>
  );
}

/** In the room of the first page, which most others have too: nothing jumps when one turns to it. */
function PagePicture({ file, page, next }: { file: AttachmentFile; page: number; next: number | undefined }) {
  const [state, setState] = useState<"loading" | "loaded" | "failed">("loading");

  useEffect(() => {
    // Whoever turns one page turns the next: its picture may have to be made.
    if (state === "loaded" && page > 1 && next) new Image().src = pagePath(file.id, next);
  }, [state, page, next, file.id]);

  if (state === "failed") return <Notice>{`Page ${page} cannot be shown. Download the file to see it.`}</Notice>;
  return (
    <div className="relative max-w-full" aria-busy={state === "loading"}>
      {/** biome-ignore lint/performance/noImgElement: it has its size already, and only our own route may serve it. */}
      <img
        src={pagePath(file.id, page)}
        alt={page === 1 ? `Preview of ${file.name}` : `Page ${page} of ${file.name}`}
        {...(file.previewWidth && file.previewHeight ? { width: file.previewWidth, height: file.previewHeight } : {})}
        onLoad={() => setState("loaded")}
        onError={() => setState("failed")}
        className={cx(
          "h-auto max-h-[56vh] w-auto max-w-full rounded-sm border bg-white object-contain",
          state === "loading" && page > 1 && "opacity-0",
        )}
      />
      {state === "loading" && page > 1 && <Skeleton className="absolute inset-0 h-full" />}
    </div>
  );
}
