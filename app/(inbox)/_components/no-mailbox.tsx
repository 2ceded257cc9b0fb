import { Inbox } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";

export function NoMailbox() {
  return (
    <main className="flex-1">
      <EmptyState
        icon={Inbox}
        title="No mailbox yet"
        action={
          <Link href="/setup" className={buttonClass("primary")}>
            Set up the endpoint
          </Link>
        }
      >
        A mailbox is made with its first endpoint, or with <code className="font-mono">npm run -s mailroom -- mailbox create</code>.
      </EmptyState>
    </main>
  );
}
