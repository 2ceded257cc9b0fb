import "server-only";
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { redeemSignInLink } from "./sign-in-link";

/**
 * Teaches better-auth to open a session for whoever holds a link. Server only: no URL of its own, so that nothing but the
 * button on the landing page spends a link.
 */
export const linkPlugin = () =>
  ({
    id: "sign-in-link",
    endpoints: {
      signInLink: createAuthEndpoint.serverOnly({ method: "POST", body: z.object({ token: z.string() }) }, async (ctx) => {
        const userId = await redeemSignInLink(ctx.body.token);
        const user = userId ? await ctx.context.internalAdapter.findUserById(userId) : null;
        if (!user) throw new APIError("UNAUTHORIZED", { code: "LINK_SPENT" });

        const session = await ctx.context.internalAdapter.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return { userId: user.id };
      }),
    },
  }) satisfies BetterAuthPlugin;
