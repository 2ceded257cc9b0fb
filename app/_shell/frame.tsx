"use client";

import { usePathname } from "next/navigation";
import { Dialog as Primitive } from "radix-ui";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useFocusBack } from "@/app/_ui/use-focus-back";
import { HelpDialog } from "./help-dialog";
import { Sidebar, type SidebarViewer } from "./sidebar";
import { useKeys } from "./use-keys";

const OpenSidebar = createContext<() => void>(() => undefined);

/** Opens the sidebar where it is not always in sight. */
export function useOpenSidebar() {
  return useContext(OpenSidebar);
}

/** The sidebar beside the page on a wide screen, over it on a narrow one; `?` for help everywhere. */
export function Frame({ viewer, children }: { viewer: SidebarViewer; children: ReactNode }) {
  const [menuOpen, setMenuOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const pathname = usePathname();

  useKeys({ "?": () => setHelpOpen(true) });
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the menu that led there.
  useEffect(() => setMenuOpen(false), [pathname]);

  return (
    <OpenSidebar value={() => setMenuOpen(true)}>
      <div className="flex h-dvh overflow-hidden print:block print:h-auto print:overflow-visible">
        <aside className="hidden w-56 shrink-0 border-r bg-panel lg:block print:hidden">
          <Sidebar viewer={viewer} onHelp={() => setHelpOpen(true)} />
        </aside>
        <div className="flex min-w-0 flex-1 print:block">{children}</div>
      </div>

      <Primitive.Root open={menuOpen} onOpenChange={setMenuOpen}>
        <Primitive.Portal>
          <MenuPanel>
            <Sidebar viewer={viewer} onHelp={() => setHelpOpen(true)} />
          </MenuPanel>
        </Primitive.Portal>
      </Primitive.Root>

      <HelpDialog open={helpOpen} onOpenChange={setHelpOpen} />
    </OpenSidebar>
  );
}

function MenuPanel({ children }: { children: ReactNode }) {
  const giveBack = useFocusBack();

  return (
    <>
      <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-[oklch(0_0_0/0.35)] lg:hidden" />
      <Primitive.Content
        aria-describedby={undefined}
        // The panel itself: the first thing in it would say its tooltip.
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          (event.currentTarget as HTMLElement).focus();
        }}
        onCloseAutoFocus={giveBack}
        className="fixed inset-y-0 left-0 outline-none z-50 w-72 max-w-[85vw] animate-appear border-r bg-panel shadow-float lg:hidden"
      >
        <Primitive.Title className="sr-only">Menu</Primitive.Title>
        {children}
      </Primitive.Content>
    </>
  );
}
