import { SearchX } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "./_ui/button";
import { EmptyState } from "./_ui/empty-state";

export default function NotFound() {
  return (
    <main className="h-dvh">
      <EmptyState
        icon={SearchX}
        title="Nothing at this address"
        action={
          <Link href="/" className={buttonClass()}>
            Go to the inbox
          </Link>
        }
      >
        The page does not exist, or it is not yours to see.
      </EmptyState>
    </main>
  );
}
