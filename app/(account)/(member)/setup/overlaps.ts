/** How long the secret in use may stay valid beside a new one. */
export const OVERLAPS = [
  { seconds: 24 * 60 * 60, label: "It stays valid for a day" },
  { seconds: 60 * 60, label: "It stays valid for an hour" },
  { seconds: 0, label: "It ends now: somebody else may have it" },
] as const;
