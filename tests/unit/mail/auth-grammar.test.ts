import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { AUTH_RESULTS, judgeSender, readAuthHeader } from "@/lib/mail/authentication-results";
import { fuzz } from "@/tests/support/fuzz";

// Authentication-Results as RFC 8601 §2.2 lets them be written, with everything that may stand between two tokens.

const RUNS = fuzz(1_500, 8601);
const OURS = "mx.acme.test";

const comment = fc.constantFrom(
  "(x)",
  "()",
  "(a (b (c)) d)",
  "(\\))",
  "(\\()",
  '(")',
  "(; dmarc=pass)",
  "(dkim=pass header.d=customer.test;)",
  "(\\\\)",
  "(it's)",
);
const blank = fc.constantFrom(" ", "\t", "\r\n ", "  ");
/** White space and comments where they may be left out, and where something must stand. */
const gap = fc.array(fc.oneof(blank, comment), { maxLength: 3 }).map((pieces) => pieces.join(""));
const space = fc.tuple(gap, blank, gap).map((pieces) => pieces.join(""));

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const property = fc.tuple(fc.constantFrom("smtp", "header", "policy", "body"), word);
/** A value as text and as it is written. */
const value = fc.oneof(
  word.map((text) => ({ text, written: text })),
  word.map((text) => ({ text: `@${text}.test`, written: `@${text}.test` })),
  fc.tuple(word, word).map(([local, host]) => ({ text: `${local}@${host}.test`, written: `${local}@${host}.test` })),
  fc.tuple(hostile(), word).map(([local, host]) => ({ text: `${local}@${host}.test`, written: `${quote(local)}@${host}.test` })),
  hostile().map((text) => ({ text, written: quote(text) })),
);
const clause = fc.record({
  method: fc.oneof(fc.constantFrom("spf", "dkim", "dmarc", "auth", "iprev", "arc"), word),
  result: fc.constantFrom(...AUTH_RESULTS),
  version: fc.boolean(),
  reason: fc.option(hostile()),
  properties: fc.uniqueArray(fc.tuple(property, value), { maxLength: 3, selector: ([[type, name]]) => `${type}.${name}` }),
});
type Clause = typeof clause extends fc.Arbitrary<infer One> ? One : never;

/** What an attacker would have a server quote. */
function hostile() {
  const piece = fc.constantFrom(
    "; dmarc=pass",
    " header.from=customer.test",
    '"',
    "\\",
    "(",
    ")",
    ";",
    "=",
    "x",
    " ",
    OURS,
    ",",
    "\u00e9",
    "@",
  );
  return fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** Writes a header with `gaps` where the grammar has CFWS; each is used in turn. */
function writeHeader(id: string, clauses: Clause[], gaps: string[], spaces: string[]): string {
  let used = 0;
  const gapHere = () => gaps[used++ % gaps.length] ?? "";
  const spaceHere = () => spaces[used++ % spaces.length] ?? " ";
  const written = clauses.map(({ method, result, version, reason, properties }) => {
    const parts = [`${gapHere()}${method}${version ? `${gapHere()}/${gapHere()}1` : ""}${gapHere()}=${gapHere()}${result}`];
    if (reason !== null) parts.push(`reason${gapHere()}=${gapHere()}${quote(reason)}`);
    for (const [[type, name], { written: text }] of properties) parts.push(`${type}${gapHere()}.${gapHere()}${name}=${gapHere()}${text}`);
    return parts.reduce((line, part) => `${line}${spaceHere()}${part}`);
  });
  return [`${gapHere()}${id}${spaceHere()}1`, ...(written.length > 0 ? written : [" none"])].join(`${gapHere()};`) + gapHere();
}

const header = fc.record({
  clauses: fc.array(clause, { maxLength: 4 }),
  gaps: fc.array(gap, { minLength: 1, maxLength: 7 }),
  spaces: fc.array(space, { minLength: 1, maxLength: 5 }),
});

test.describe("Authentication-Results in any form the grammar allows", () => {
  test("mean what they were written to mean", () => {
    fc.assert(
      fc.property(header, ({ clauses, gaps, spaces }) => {
        const read = readAuthHeader(writeHeader(OURS, clauses, gaps, spaces));
        assert.equal(read?.authservId, OURS);
        assert.deepEqual(
          read?.clauses.map(({ method, result, properties }) => [method, result, Object.fromEntries(properties)]),
          clauses.map(({ method, result, reason, properties }) => [
            method,
            result,
            Object.fromEntries([
              ...(reason === null ? [] : [["reason", reason.toLowerCase()]]),
              ...properties.map(([[type, name], { text }]) => [`${type}.${name}`, text.toLowerCase()]),
            ]),
          ]),
        );
      }),
      RUNS,
    );
  });

  test("of our server vouch for nobody whom no clause of it vouches for", () => {
    fc.assert(
      fc.property(header, ({ clauses, gaps, spaces }) => {
        const unproven = clauses.filter(({ result }) => result !== "pass");
        assert.notEqual(judgeSender([writeHeader(OURS, unproven, gaps, spaces)], "customer.test", [OURS]).from, "pass");
      }),
      RUNS,
    );
  });

  test("of other servers change nothing, wherever they stand", () => {
    fc.assert(
      fc.property(header, header, fc.boolean(), (theirs, ours, above) => {
        const own = writeHeader(OURS, ours.clauses, ours.gaps, ours.spaces);
        const other = writeHeader("mx.evil.test", theirs.clauses, theirs.gaps, theirs.spaces);
        const alone = judgeSender([own], "customer.test", [OURS]);
        assert.deepEqual(judgeSender(above ? [other, own] : [own, other], "customer.test", [OURS]), alone);
      }),
      RUNS,
    );
  });

  test("below those our server wrote last can take belief away, and never give it", () => {
    fc.assert(
      fc.property(header, header, (top, below) => {
        const headers = [top, below].map(({ clauses, gaps, spaces }) => writeHeader(OURS, clauses, gaps, spaces));
        const alone = judgeSender(headers.slice(0, 1), "customer.test", [OURS]).from;
        const both = judgeSender(headers, "customer.test", [OURS]).from;
        assert.ok(both === alone || both === "fail", `${alone} became ${both}`);
      }),
      RUNS,
    );
  });

  test("cut off, with a byte changed or turned around end in an answer", () => {
    fc.assert(
      fc.property(
        header,
        fc.nat(),
        fc.nat(),
        fc.constantFrom("(", ")", '"', "\\", ";", "=", "\0", " "),
        ({ clauses, gaps, spaces }, at, end, char) => {
          const whole = writeHeader(OURS, clauses, gaps, spaces);
          const broken = `${whole.slice(0, at % whole.length)}${char}${whole.slice((at % whole.length) + 1, end % (whole.length + 1))}`;
          assert.match(judgeSender([broken], "customer.test", [OURS]).from, /^(?:pass|fail|unknown)$/);
        },
      ),
      RUNS,
    );
  });
});

test.describe("the examples of RFC 8601, appendix B", () => {
  for (const [name, value, from, verdict] of [
    ["B.2: nothing done", "example.org 1; none", "example.org", { spf: "unknown", dkim: "unknown", dmarc: "unknown", from: "unknown" }],
    ["B.3: SPF", "example.com;\r\n\tspf=pass smtp.mailfrom=example.net", "example.net", { spf: "pass", from: "pass" }],
    [
      "B.4: several methods",
      "example.com;\r\n\tauth=pass (cram-md5) smtp.auth=sender@example.net;\r\n\tspf=pass smtp.mailfrom=example.net",
      "example.net",
      { spf: "pass", from: "pass" },
    ],
    ["B.4: from a host", "example.com; iprev=pass\r\n\tpolicy.iprev=192.0.2.200", "example.net", { spf: "unknown", from: "unknown" }],
    ["B.5: DKIM", "example.com;\r\n\tdkim=pass (good signature) header.d=example.com", "example.com", { dkim: "pass", from: "pass" }],
    [
      "B.6: two signatures",
      'example.com;\r\n\tdkim=pass reason="good signature"\r\n\t  header.i=@mail-router.example.net;\r\n\tdkim=fail reason="bad signature"\r\n\t  header.i=@newyork.example.com',
      "mail-router.example.net",
      { dkim: "pass", from: "pass" },
    ],
    [
      "B.7: comments everywhere",
      "foo.example.net (foobar) 1 (baz);\r\n\tdkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n\t  policy (A dot can go here) . (like that) expired\r\n\t  (this surprised me) = (as I wasn't expecting it) 1362471462",
      "example.net",
      { dkim: "fail", from: "fail" },
    ],
  ] as const)
    test(`${name} is read as it is meant`, () => {
      expect(judgeSender([value], from, ["example.org", "example.com", "foo.example.net"])).toMatchObject(verdict);
    });
});
