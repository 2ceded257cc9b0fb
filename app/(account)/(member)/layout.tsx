import type { ReactNode } from "react";
import { Shell } from "@/app/_shell/shell";

export default function MemberLayout({ children }: { children: ReactNode }) {
  return <Shell>{children}</Shell>;
}
