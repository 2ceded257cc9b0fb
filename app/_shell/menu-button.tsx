"use client";

import { Menu } from "lucide-react";
import { IconButton } from "@/app/_ui/icon-button";
import { useOpenSidebar } from "./frame";

/** Opens the sidebar, on screens too narrow to have it in sight. First in the bar of every page. */
export function MenuButton() {
  const openSidebar = useOpenSidebar();
  return <IconButton icon={Menu} label="Menu" className="lg:hidden" onClick={openSidebar} />;
}
