import type { Metadata } from "next";
import Link from "next/link";
import { Button, buttonClass } from "@/app/_ui/button";
import { findSignInLink } from "@/lib/workspaces/sign-in-link";
import { FrontDoor } from "../../_components/front-door";
import { signInWithLink } from "./actions";

// The address is a secret while the link is unused: it must not reach other sites.
export const metadata: Metadata = { title: "Sign in", referrer: "same-origin", robots: { index: false } };

/** Only the button spends the link: whoever previews or prefetches it leaves it as it was. */
export default async function LinkPage({ params }: PageProps<"/link/[token]">) {
  const { token } = await params;
  const owner = await findSignInLink(token);
  if (!owner) return <SpentLink />;

  return (
    <FrontDoor title="Sign in" lead={`You come in as ${owner.email}. This link works once.`}>
      <form action={signInWithLink.bind(null, token)}>
        <Button type="submit" look="primary" className="h-9 w-full" autoFocus>
          Sign in
        </Button>
      </form>
    </FrontDoor>
  );
}

function SpentLink() {
  return (
    <FrontDoor title="This link no longer works" lead="It was used before, or it is more than a day old.">
      <p className="text-ink-soft">
        Whoever runs this Mailroom makes you a new one:
        <code className="mt-1 block font-mono text-small">npm run -s mailroom -- owner link --email {"<your address>"}</code>
      </p>
      <Link href="/sign-in" className={buttonClass("plain", "h-9")}>
        Sign in with a password
      </Link>
    </FrontDoor>
  );
}
