import Link from "next/link";
import { buttonClass } from "@/app/_ui/button";

export function SourcePicker({ sources, current }: { sources: { key: string; name: string }[]; current: string }) {
  return (
    <nav aria-label="Endpoints" className="flex flex-wrap gap-1 py-4">
      {sources.map(({ key, name }) => (
        <Link
          key={key}
          href={`/setup?source=${encodeURIComponent(key)}`}
          aria-current={key === current ? "page" : undefined}
          className={buttonClass("ghost", "aria-[current]:bg-pressed aria-[current]:text-ink")}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
