import type { MemberRow } from "@/lib/workspaces/queries";

const ROLES = { owner: "Owner", admin: "Admin", member: "Member" };

export function MemberList({ members, you }: { members: MemberRow[]; you: string }) {
  return (
    <ul className="-my-2 flex flex-col divide-y">
      {members.map(({ userId, name, email, role }) => (
        <li key={userId} className="flex items-baseline gap-3 py-2">
          <span className="min-w-0 flex-1 truncate">
            <span className="font-medium">{name}</span>
            {userId === you && <span className="text-ink-faint"> (you)</span>} <span className="text-ink-soft">{email}</span>
          </span>
          <span className="text-ink-faint">{ROLES[role]}</span>
        </li>
      ))}
    </ul>
  );
}
