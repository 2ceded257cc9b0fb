"use client";

import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { show } from "../actions";

/** Shows a reading in its message, or says why it cannot. */
export function ShowButton({ readingId }: { readingId: string }) {
  const [refused, act, busy] = useActionState(show, undefined);
  return (
    <form action={act} className="flex flex-wrap items-center gap-2">
      {refused && (
        <span role="alert" className="text-failed">
          {refused}
        </span>
      )}
      <input type="hidden" name="id" value={readingId} />
      <Button type="submit" busy={busy}>
        Show the new reading
      </Button>
    </form>
  );
}
