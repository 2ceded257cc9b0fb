import "server-only";
import { createHmac } from "node:crypto";
import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { nextCookies } from "better-auth/next-js";
import { organization } from "better-auth/plugins/organization";
import { db } from "@/db/client";
import { newId } from "@/db/columns";
import { accounts, invitations, members, sessions, users, verifications, workspaces } from "@/db/schema";
import { singleton } from "@/db/singleton";
import { env, secretKey } from "@/env";
import { linkPlugin } from "./link-plugin";
import { reachedOrigin, reachedOver } from "./origin";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "./password";
import { findActiveWorkspace } from "./queries";
import { countSignInTry, forgetSignInTries } from "./throttle";

const SESSION_LIFETIME_S = 30 * 24 * 60 * 60;
const COOKIE_PREFIX = "mailroom";

export type Auth = ReturnType<typeof createAuth>;

/**
 * better-auth for whoever sent these headers. Made at first use: server.ts learns database and secret only after it began.
 * One for http and one for https, as only the latter may mark its cookies secure: a browser drops those on http://127.0.0.1.
 */
export function authFor(headers: Headers): Auth {
  const scheme = reachedOver(headers, env().MAILROOM_URL);
  return singleton(`auth:${scheme}`, () => createAuth(scheme));
}

function createAuth(scheme: "http" | "https") {
  const { MAILROOM_URL, NODE_ENV } = env();
  return betterAuth({
    appName: "Mailroom",
    baseURL: MAILROOM_URL ? new URL(MAILROOM_URL).origin : `${scheme}://localhost`,
    secret: createHmac("sha256", secretKey()).update("mailroom sessions").digest("base64url"),
    database: drizzleAdapter(db, {
      provider: "pg",
      schema: {
        user: users,
        session: sessions,
        account: accounts,
        verification: verifications,
        organization: workspaces,
        member: members,
        invitation: invitations,
      },
    }),
    trustedOrigins: (request) => {
      const origin = request && reachedOrigin(request.headers, MAILROOM_URL);
      return origin ? [origin] : [];
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
    },
    // A page cannot set a cookie, so a session that grew longer on reading would outlive its cookie.
    session: { expiresIn: SESSION_LIFETIME_S, disableSessionRefresh: true },
    rateLimit: { enabled: NODE_ENV === "production" },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: scheme === "https",
      database: { generateId: () => newId() },
    },
    databaseHooks: { session: { create: { before: startInWorkspace } } },
    hooks: { before: slowGuessing, after: replaceSession },
    plugins: [
      organization({
        allowUserToCreateOrganization: false,
        disableOrganizationDeletion: true,
        schema: {
          session: { fields: { activeOrganizationId: "activeWorkspaceId" } },
          member: { fields: { organizationId: "workspaceId" } },
          invitation: { fields: { organizationId: "workspaceId" } },
        },
      }),
      linkPlugin(),
      nextCookies(),
    ],
    telemetry: { enabled: false },
    logger: { level: "error" },
    // What people got wrong is told to them; the log is for what we got wrong.
    onAPIError: {
      onError(error) {
        if (!(error instanceof APIError)) console.error("auth:", error);
      },
    },
  });
}

async function startInWorkspace<Session extends { userId: string }>(session: Session) {
  return { data: { ...session, activeOrganizationId: await findActiveWorkspace(session.userId) } };
}

const slowGuessing = createAuthMiddleware(async (ctx) => {
  if (ctx.path !== SIGN_IN_PATH) return;
  const wait = await countSignInTry(tryOf(ctx));
  if (wait > 0) throw new APIError("TOO_MANY_REQUESTS", { code: "TOO_MANY_TRIES", message: "Too many tries to sign in", wait });
});

const replaceSession = createAuthMiddleware(async (ctx) => {
  const started = ctx.context.newSession;
  if (!started) return;
  if (ctx.path === SIGN_IN_PATH) await forgetSignInTries(tryOf(ctx));

  // The browser is about to forget the session it came with: nobody else may go on using it.
  const previous = await ctx.getSignedCookie(ctx.context.authCookies.sessionToken.name, ctx.context.secret);
  if (previous && previous !== started.session.token) await ctx.context.internalAdapter.deleteSession(previous);
});

const SIGN_IN_PATH = "/sign-in/email";

function tryOf(ctx: { body?: { email?: unknown }; headers?: Headers | undefined }) {
  return {
    email: String(ctx.body?.email),
    // The last entry is the nearest proxy's word; those before it are the client's.
    ip: ctx.headers?.get("x-forwarded-for")?.split(",").at(-1)?.trim(),
  };
}
