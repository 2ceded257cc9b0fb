import type { Member } from "@/db/schema";

export type Role = Member["role"];

/** Secrets, sources and members are the business of owners and admins. */
export function mayAdminister({ role }: { role: Role }): boolean {
  return role !== "member";
}

/** What a virus scanner objects to is got out by owners only. */
export function mayOpenQuarantine({ role }: { role: Role }): boolean {
  return role === "owner";
}

/** Roles that somebody of `role` may give, and whose holders they may change or remove: nobody reaches above themselves. */
export function rolesWithin(role: Role): Role[] {
  if (role === "owner") return ["owner", "admin", "member"];
  return role === "admin" ? ["admin", "member"] : [];
}
