/** Where a browser reached us: `http://localhost:3000`, `http://127.0.0.1:3000`, the public address behind its proxy. */

/** The scheme the browser spoke, which decides whether its cookies are marked secure. */
export function reachedOver(headers: Headers, publicUrl?: string): "http" | "https" {
  const known = publicUrl ? new URL(publicUrl) : undefined;
  if (known && known.host === reachedHost(headers)) return known.protocol === "https:" ? "https" : "http";
  return first(headers.get("x-forwarded-proto")) === "https" ? "https" : "http";
}

/**
 * Origin of a request by its own headers, undefined when they name no host. A page elsewhere can choose neither `Host` nor
 * `X-Forwarded-Host`, so comparing `Origin` with this tells our own pages from strangers'.
 */
export function reachedOrigin(headers: Headers, publicUrl?: string): string | undefined {
  const origin = `${reachedOver(headers, publicUrl)}://${reachedHost(headers)}`;
  return URL.canParse(origin) ? new URL(origin).origin : undefined;
}

function reachedHost(headers: Headers) {
  return first(headers.get("x-forwarded-host")) ?? headers.get("host") ?? "";
}

// A proxy appends to what the one before it wrote; the first is what the browser spoke to.
function first(list: string | null) {
  return list?.split(",")[0]?.trim() || undefined;
}
