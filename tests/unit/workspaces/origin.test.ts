import { expect, test } from "@playwright/test";
import { reachedOrigin, reachedOver } from "@/lib/workspaces/origin";

const PUBLIC = "https://mail.acme.test";

test("the origin is the one the browser spoke to, by whatever name", () => {
  expect(reachedOrigin(new Headers({ host: "localhost:3000" }))).toBe("http://localhost:3000");
  expect(reachedOrigin(new Headers({ host: "127.0.0.1:3000" }))).toBe("http://127.0.0.1:3000");
  expect(reachedOrigin(new Headers({ host: "[::1]:3000" }))).toBe("http://[::1]:3000");
});

test("behind a proxy it is what the first proxy was asked for", () => {
  const headers = new Headers({
    host: "10.0.0.7:3000",
    "x-forwarded-host": "mail.acme.test, inner",
    "x-forwarded-proto": "https, http",
  });
  expect(reachedOrigin(headers)).toBe("https://mail.acme.test");
});

test("the configured address knows its scheme even when the proxy tells none", () => {
  expect(reachedOver(new Headers({ host: "mail.acme.test" }), PUBLIC)).toBe("https");
  expect(reachedOver(new Headers({ host: "mail.acme.test", "x-forwarded-proto": "http" }), PUBLIC)).toBe("https");
  expect(reachedOver(new Headers({ host: "127.0.0.1:3000" }), PUBLIC)).toBe("http");
});

test("headers that name no host have no origin", () => {
  expect(reachedOrigin(new Headers())).toBeUndefined();
  expect(reachedOrigin(new Headers({ host: "not a host" }))).toBeUndefined();
});
