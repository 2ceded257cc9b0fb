"use client";

import { RotateCw, X } from "lucide-react";
import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { cancelRun, rerun } from "../actions";

/** Cancels a run that is under way, starts one that ended again, and says what came of it. */
export function RunAction({ runId, ended }: { runId: string; ended: boolean }) {
  const [cancelled, cancel, cancelling] = useActionState(cancelRun, undefined);
  const [, again, starting] = useActionState(rerun, undefined);

  return (
    <form action={ended ? again : cancel} className="ml-auto flex flex-wrap items-center justify-end gap-x-3">
      <input type="hidden" name="runId" value={runId} />
      <span role="status" className="text-ink-soft text-small">
        {cancelled}
      </span>
      {ended ? (
        <Button type="submit" disabled={starting}>
          <RotateCw aria-hidden size={14} />
          Run again
        </Button>
      ) : (
        <Button look="danger" type="submit" disabled={cancelling}>
          <X aria-hidden size={14} />
          Cancel
        </Button>
      )}
    </form>
  );
}
