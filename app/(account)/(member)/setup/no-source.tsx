import { Webhook } from "lucide-react";
import { CodeBlock } from "@/app/_ui/code-block";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageFrame } from "../page-frame";

export function NoSource() {
  return (
    <PageFrame title="Endpoint set-up">
      <EmptyState
        icon={Webhook}
        title="No endpoint yet"
        action={<CodeBlock text="npm run -s mailroom -- source create --name Provider" label="command" />}
      >
        Whoever runs this Mailroom makes one with a command, which shows its address and its secret.
      </EmptyState>
    </PageFrame>
  );
}
