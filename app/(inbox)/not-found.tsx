import { SearchX } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";

export default function NotFound() {
  return (
    <main className="flex-1">
      <EmptyState
        icon={SearchX}
        title="Nothing at this address"
        action={
          <Link href="/" className={buttonClass()}>
            Go to the inbox
          </Link>
        }
      >
        The mailbox or conversation does not exist, or belongs to another workspace.
      </EmptyState>
    </main>
  );
}
