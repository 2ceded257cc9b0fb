import { Mail } from "lucide-react";
import { EmptyState } from "@/app/_ui/empty-state";
import { Kbd } from "@/app/_ui/kbd";

export function NoneSelected() {
  return (
    <EmptyState icon={Mail} title="No conversation open">
      Move with <Kbd>j</Kbd> <Kbd>k</Kbd>, open with <Kbd>Enter</Kbd>, all keys with <Kbd>?</Kbd>
    </EmptyState>
  );
}
