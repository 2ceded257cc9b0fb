import "server-only";
import { APIError } from "better-auth/api";
import { authFor } from "./auth";
import { MIN_PASSWORD_LENGTH } from "./password";
import { hasPassword } from "./queries";

// What people do about their session, for server actions: better-auth says no by throwing, we by returning a reason.
// It sets its cookies on Next's answer by itself.

export type SignedIn = { ok: true } | { ok: false; reason: "no-match" } | { ok: false; reason: "too-many-tries"; waitMs: number };
export type PasswordSet = { ok: true } | { ok: false; reason: "too-short" | "too-long" | "wrong-current" };

export async function signIn(headers: Headers, { email, password }: { email: string; password: string }): Promise<SignedIn> {
  const refusal = await refusalOf(authFor(headers).api.signInEmail({ headers, body: { email, password } }));
  if (!refusal) return { ok: true };
  if (refusal.body?.code !== "TOO_MANY_TRIES") return { ok: false, reason: "no-match" };
  return { ok: false, reason: "too-many-tries", waitMs: Number(refusal.body.wait) };
}

/** False when the link was used before, is too old or was never ours: none of these is told apart, none works. */
export async function signInByLink(headers: Headers, token: string): Promise<boolean> {
  return !(await refusalOf(authFor(headers).api.signInLink({ headers, body: { token } })));
}

/** Ends the session here and in the database: a copied cookie is worth nothing afterwards. */
export async function signOut(headers: Headers) {
  await authFor(headers).api.signOut({ headers });
}

/** Sets the first password, or changes it for whoever knows the current one; a change ends all other sessions. */
export async function setPassword(
  headers: Headers,
  userId: string,
  { current, next }: { current: string; next: string },
): Promise<PasswordSet> {
  const { api } = authFor(headers);
  const changing = await hasPassword(userId);
  const refusal = await refusalOf(
    changing
      ? api.changePassword({ headers, body: { currentPassword: current, newPassword: next, revokeOtherSessions: true } })
      : api.setPassword({ headers, body: { newPassword: next } }),
  );
  if (!refusal) return { ok: true };
  if (next.length < MIN_PASSWORD_LENGTH) return { ok: false, reason: "too-short" };
  return { ok: false, reason: refusal.body?.code === "PASSWORD_TOO_LONG" ? "too-long" : "wrong-current" };
}

/** What better-auth refused with a 4xx, undefined when it did as asked. Anything else is broken and goes on up. */
async function refusalOf(asked: Promise<unknown>): Promise<APIError | undefined> {
  try {
    await asked;
    return undefined;
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return error;
    throw error;
  }
}
