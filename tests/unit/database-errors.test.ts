import { expect, test } from "@playwright/test";
import { DrizzleQueryError } from "drizzle-orm";
import { isConnectionLost, reasonOf } from "@/db/errors";

const withCode = (message: string, code: string) => Object.assign(new Error(message), { code });
const query = (cause: Error) => new DrizzleQueryError("insert into messages values ($1)", ["Dear Ana"], cause);

test("a query whose database stops, crashes, starts or is cut off was not wrong itself", () => {
  for (const code of ["57P01", "57P02", "57P03", "08006", "CONNECTION_CLOSED", "ECONNREFUSED"])
    expect(isConnectionLost(query(withCode("gone", code))), code).toBe(true);
});

test("a query that the database refused is no lost connection", () => {
  for (const code of ["23505", "57014", "40P01"]) expect(isConnectionLost(query(withCode("no", code))), code).toBe(false);
  expect(isConnectionLost(new Error("plain"))).toBe(false);
  expect(isConnectionLost("a string")).toBe(false);
});

test("the reason of a failed query names neither the statement nor the mail in its values", () => {
  const reason = reasonOf(query(withCode("value too long", "22001")));
  expect(reason).toBe("The database could not do it: value too long");
});
