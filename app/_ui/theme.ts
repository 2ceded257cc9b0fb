/** Remembers the person's choice for this browser; without it the system decides. */
export const THEME_COOKIE = "mailroom-theme";

export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export function isTheme(value: unknown): value is Theme {
  return THEMES.some((theme) => theme === value);
}

/** Switches this page at once and later pages by cookie. Undefined: as the system has it. Browser only. */
export function applyTheme(theme: Theme | undefined) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;

  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it for the first paint, and Cookie Store is not in every browser.
  document.cookie = `${THEME_COOKIE}=${theme ?? ""}; path=/; max-age=${theme ? 31_536_000 : 0}; samesite=lax`;
}

/** The choice this browser remembers. Browser only. */
export function chosenTheme(): Theme | undefined {
  const prefix = `${THEME_COOKIE}=`;
  const value = document.cookie.split("; ").find((cookie) => cookie.startsWith(prefix));
  return THEMES.find((theme) => value === prefix + theme);
}
