import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Our own font sizes: unknown to the merger, `text-small` would count as a colour and be dropped beside one.
const merge = extendTailwindMerge({ extend: { theme: { text: ["small", "list", "read", "title"] } } });

/** Joins class names; where two Tailwind classes set the same property, the last one wins. */
export function cx(...classes: ClassValue[]) {
  return merge(clsx(classes));
}
