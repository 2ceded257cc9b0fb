import { authFor } from "@/lib/workspaces/auth";
import { issueSignInLink } from "@/lib/workspaces/sign-in-link";

/** Headers of a browser in which this account is signed in. */
export async function signedIn(email: string): Promise<Headers> {
  const path = await issueSignInLink(email);
  if (!path) throw new Error(`nobody has the address ${email}`);
  const headers = browser();
  const { headers: answer } = await authFor(headers).api.signInLink({
    headers,
    body: { token: path.slice("/link/".length) },
    returnHeaders: true,
  });
  return withCookies(headers, answer);
}

/** Headers of a browser that nobody signed in with. */
export function browser(origin = "http://127.0.0.1:3000"): Headers {
  return new Headers({ host: new URL(origin).host, origin, "user-agent": "a test" });
}

/** The browser after it took an answer's cookies; one that expires at once is forgotten. */
export function withCookies(headers: Headers, answer: Headers): Headers {
  const cookies = answer
    .getSetCookie()
    .filter((cookie) => !/;\s*max-age=0/i.test(cookie))
    .map((cookie) => cookie.split(";")[0]);
  const after = new Headers(headers);
  after.set("cookie", cookies.join("; "));
  return after;
}
