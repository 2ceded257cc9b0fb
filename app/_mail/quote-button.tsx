import { Chip } from "@/app/_ui/chip";

/** Shows and hides the earlier mail at the end of a message. */
export function QuoteButton({ open, onToggle }: { open: boolean; onToggle(open: boolean): void }) {
  return (
    <Chip aria-expanded={open} onClick={() => onToggle(!open)} className="my-1">
      {open ? "Hide quoted text" : "Show quoted text"}
    </Chip>
  );
}
