import { cx } from "./cx";

/** Holds the place of something that loads. Unseen for the first 150 ms: a quick answer must not flash. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden className="block animate-late">
      <span className={cx("block h-3 animate-wait rounded-sm bg-pressed", className)} />
    </span>
  );
}
