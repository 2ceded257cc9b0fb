import { SearchX } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";

export default function NotFound() {
  return (
    <main className="flex-1">
      <EmptyState
        icon={SearchX}
        title="No such delivery"
        action={
          <Link href="/deliveries" className={buttonClass()}>
            All deliveries
          </Link>
        }
      >
        It does not exist, or belongs to another workspace.
      </EmptyState>
    </main>
  );
}
