"use client";

import { useState, useTransition } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import type { MemberRow } from "@/lib/workspaces/queries";
import { remove } from "./member-actions";

export function RemoveDialog({ member, onClose }: { member: MemberRow | undefined; onClose(): void }) {
  const [refusal, setRefusal] = useState<string>();
  const [busy, start] = useTransition();
  if (!member) return null;

  const confirm = () =>
    start(async () => {
      const refused = await remove(member.userId);
      setRefusal(refused);
      if (!refused) onClose();
    });

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Remove ${member.name}`}
      description={`${member.email} is signed out and sees nothing of this workspace any more.`}
    >
      {refusal && <Notice tone="failed">{refusal}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="danger" busy={busy} onClick={confirm}>
          Remove
        </Button>
      </div>
    </Dialog>
  );
}
