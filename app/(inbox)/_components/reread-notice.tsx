"use client";

import { Button } from "@/app/_ui/button";
import { Differences } from "@/app/_ui/differences";
import { Notice } from "@/app/_ui/notice";
import type { Reread } from "./use-reread";

/** What reading the mail again came to. */
export function RereadNotice({ reread: { checked, failed, show, dismiss, close } }: { reread: Reread }) {
  if (failed) return <Notice tone="failed">{failed}</Notice>;
  if (!checked) return null;
  if (checked.outcome === "same")
    return <Notice action={<Button onClick={close}>Close</Button>}>Read again: it says what is shown here.</Notice>;
  if (checked.outcome === "unreadable")
    return (
      <Notice tone="waiting" action={<Button onClick={close}>Close</Button>}>
        <bdi>{`It cannot be read any more; what is shown stays. ${checked.reason}`}</bdi>
      </Notice>
    );
  const { readingId, differences } = checked;
  return (
    <section aria-label="Read again" className="mb-4 flex flex-col gap-3 rounded border bg-panel p-3">
      <p>Read again, it says something else. What is shown stays until you choose; both are kept.</p>
      <Differences differences={differences} />
      {readingId && (
        <div className="flex gap-2">
          <Button onClick={() => show(readingId)}>Show the new reading</Button>
          <Button look="ghost" onClick={() => dismiss(readingId)}>
            Keep what is shown
          </Button>
        </div>
      )}
    </section>
  );
}
