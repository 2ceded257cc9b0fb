import type { Route } from "next";

/** What is shown of a link's text on the page that asks. */
const MAX_TEXT_CHARS = 200;

/** The page that asks before a doubtful link is followed. */
export function leavePath(href: string, text: string): Route {
  return `/leave?${new URLSearchParams({ to: href, as: text.slice(0, MAX_TEXT_CHARS).toWellFormed() })}` as Route;
}
