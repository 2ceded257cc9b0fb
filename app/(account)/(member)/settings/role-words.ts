import type { Role } from "@/lib/workspaces/roles";

export const ROLE_WORDS: Record<Role, string> = { owner: "Owner", admin: "Admin", member: "Member" };
