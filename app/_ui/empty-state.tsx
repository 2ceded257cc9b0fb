import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** Why there is nothing here, and what to do about it. */
export function EmptyState({
  icon: Icon,
  title,
  heading: Title = "p",
  children,
  action,
}: {
  icon: LucideIcon;
  title: string;
  /** `h1` where it stands for the whole page. */
  heading?: "h1" | "p";
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-1 px-6 py-12 text-center">
      <Icon aria-hidden size={20} strokeWidth={1.5} className="mb-2 text-ink-faint" />
      <Title className="font-medium text-list">{title}</Title>
      {children && <div className="max-w-80 text-balance text-ink-soft">{children}</div>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
