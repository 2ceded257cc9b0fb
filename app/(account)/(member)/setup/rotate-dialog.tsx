"use client";

import { useState, useTransition } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { rotate } from "./actions";
import { OVERLAPS } from "./overlaps";

interface RotateDialogProps {
  sourceId: string;
  open: boolean;
  onOpenChange(open: boolean): void;
  onSecret(secret: string): void;
}

export function RotateDialog({ sourceId, open, onOpenChange, onSecret }: RotateDialogProps) {
  const [overlapSeconds, setOverlapSeconds] = useState<number>(OVERLAPS[0].seconds);
  const [failed, setFailed] = useState(false);
  const [busy, start] = useTransition();

  const confirm = () =>
    start(async () => {
      const secret = await rotate(sourceId, overlapSeconds);
      setFailed(secret === undefined);
      if (secret === undefined) return;
      onSecret(secret);
      onOpenChange(false);
    });

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Rotate the secret"
      description="A new secret is made and shown. The one in use can stay valid meanwhile, so that no mail is refused before your provider has the new one."
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">How long the secret in use stays valid</legend>
        {OVERLAPS.map(({ seconds, label }) => (
          <label key={seconds} className="flex items-center gap-2">
            <input type="radio" name="overlap" checked={overlapSeconds === seconds} onChange={() => setOverlapSeconds(seconds)} />
            {label}
          </label>
        ))}
      </fieldset>
      {failed && <Notice tone="failed">The secret could not be rotated: this endpoint is gone, or you may not.</Notice>}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>Cancel</Button>
        <Button look={overlapSeconds === 0 ? "danger" : "primary"} busy={busy} onClick={confirm}>
          Rotate
        </Button>
      </div>
    </Dialog>
  );
}
