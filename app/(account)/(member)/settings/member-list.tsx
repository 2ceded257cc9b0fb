"use client";

import { useState, useTransition } from "react";
import { Button } from "@/app/_ui/button";
import { inputClass } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import type { MemberRow } from "@/lib/workspaces/queries";
import type { Role } from "@/lib/workspaces/roles";
import { giveRole } from "./member-actions";
import { RemoveDialog } from "./remove-dialog";
import { ROLE_WORDS } from "./role-words";

interface MemberListProps {
  members: MemberRow[];
  you: string;
  /** Roles the viewer may give, and whose holders they may change. */
  within: Role[];
}

export function MemberList({ members, you, within }: MemberListProps) {
  const [refusal, setRefusal] = useState<string>();
  const [removing, setRemoving] = useState<MemberRow>();
  const [busy, start] = useTransition();

  const change = (userId: string, role: string) => start(async () => setRefusal(await giveRole(userId, role)));

  return (
    <div className="flex flex-col gap-3">
      <ul className="-my-2 flex flex-col divide-y">
        {members.map((member) => {
          const { userId, name, email, role } = member;
          const mine = within.includes(role) && userId !== you;
          return (
            <li key={userId} className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 py-2">
              <span className="min-w-0 flex-1 basis-48 truncate">
                <bdi className="font-medium">{name}</bdi>
                {userId === you && <span className="text-ink-faint"> (you)</span>} <span className="text-ink-soft">{email}</span>
              </span>
              {mine ? (
                <>
                  <select
                    aria-label={`Role of ${name}`}
                    value={role}
                    disabled={busy}
                    onChange={(event) => change(userId, event.target.value)}
                    className={inputClass("h-8 w-auto")}
                  >
                    {within.map((choice) => (
                      <option key={choice} value={choice}>
                        {ROLE_WORDS[choice]}
                      </option>
                    ))}
                  </select>
                  <Button look="ghost" onClick={() => setRemoving(member)} aria-label={`Remove ${name}`}>
                    Remove
                  </Button>
                </>
              ) : (
                <span className="text-ink-faint">{ROLE_WORDS[role]}</span>
              )}
            </li>
          );
        })}
      </ul>
      {refusal && <Notice tone="failed">{refusal}</Notice>}
      <RemoveDialog member={removing} onClose={() => setRemoving(undefined)} />
    </div>
  );
}
