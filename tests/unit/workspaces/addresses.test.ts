import { expect, test } from "@playwright/test";
import { normaliseAddress, routesOf } from "@/lib/workspaces/addresses";

test("an address is compared in lower case, without blanks around it", () => {
  expect(normaliseAddress(" Help@Acme.Test ")).toBe("help@acme.test");
  expect(normaliseAddress("@Acme.test")).toBe("@acme.test");
});

test("what is no address is refused", () => {
  for (const text of ["", "help", "help@", "a@b@c", "a b@acme.test", "Help <help@acme.test>", "a@b.test, c@d.test"])
    expect(normaliseAddress(text), text).toBeUndefined();
});

test("a recipient is looked for by address, then without its tag, then by domain", () => {
  expect(routesOf("help+order-17+x@acme.test")).toEqual(["help+order-17+x@acme.test", "help@acme.test", "@acme.test"]);
  expect(routesOf("help@acme.test")).toEqual(["help@acme.test", "@acme.test"]);
  expect(routesOf("+tag@acme.test")).toEqual(["+tag@acme.test", "@acme.test"]);
});
