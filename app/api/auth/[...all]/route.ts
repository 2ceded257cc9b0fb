import { authFor } from "@/lib/workspaces/auth";

/** better-auth's own endpoints, for programs and integrations: sign in, sign out, who am I. Pages use server actions instead. */
const handle = (request: Request) => authFor(request.headers).handler(request);

export { handle as GET, handle as POST };
