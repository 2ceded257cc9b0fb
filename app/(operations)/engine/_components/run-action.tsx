"use client";

import { RotateCw, X } from "lucide-react";
import { useActionState, useEffect, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { UNREACHED, whenUnreached } from "@/app/_ui/unreached";
import { cancelRun, rerun } from "../actions";

const cancelReached = whenUnreached<string | undefined>(cancelRun, () => UNREACHED);
const rerunReached = whenUnreached<string | undefined>(rerun, () => UNREACHED);

/** Cancels a run that is under way, starts one that ended again, and says what came of it. */
export function RunAction({ runId, ended }: { runId: string; ended: boolean }) {
  const [cancelled, cancel, cancelling] = useActionState(cancelReached, undefined);
  const [rerunSaid, again, starting] = useActionState(rerunReached, undefined);
  const status = useRef<HTMLSpanElement>(null);

  // The button that was pressed is gone. Were the focus on the one in its place, a second press would undo the first.
  useEffect(() => {
    if (ended && cancelled) status.current?.focus();
  }, [ended, cancelled]);

  return (
    <form action={ended ? again : cancel} className="ml-auto flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      <input type="hidden" name="runId" value={runId} />
      <span ref={status} role="status" tabIndex={-1} className="text-ink-soft text-small">
        {rerunSaid ?? cancelled}
      </span>
      {ended ? (
        <Button key="again" type="submit" busy={starting}>
          <RotateCw aria-hidden size={14} />
          Run again
        </Button>
      ) : (
        <Button key="cancel" look="danger" type="submit" busy={cancelling}>
          <X aria-hidden size={14} />
          Cancel
        </Button>
      )}
    </form>
  );
}
