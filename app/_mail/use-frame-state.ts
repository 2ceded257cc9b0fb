import { type RefObject, useEffect } from "react";

interface FrameState {
  /** The quoted mail is shown. */
  open: boolean;
  /** Its colours are turned around. */
  inverted: boolean;
}

/** Sets what changes while a mail is read on the frame's document itself, which stays as it is laid out. */
export function useFrameState(frame: RefObject<HTMLIFrameElement | null>, { open, inverted }: FrameState) {
  useEffect(() => {
    const element = frame.current;
    const apply = () => {
      element?.contentDocument?.getElementById("mail")?.toggleAttribute("data-open", open);
      element?.contentDocument?.documentElement.toggleAttribute("data-flipped", inverted);
    };
    apply();
    element?.addEventListener("load", apply);
    return () => element?.removeEventListener("load", apply);
  }, [frame, open, inverted]);
}
