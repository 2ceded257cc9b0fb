import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { judgeSender, readAuthHeader } from "@/lib/mail/authentication-results";

const ours = ["mx.acme.test"];
const judge = (...headers: string[]) => judgeSender(headers, "customer.test", ours);

test.describe("a sender is judged", () => {
  test("by what our own receiving server found", () => {
    const verdict = judge(
      "mx.acme.test 1; spf=pass smtp.mailfrom=ana@customer.test;\r\n\tdkim=pass (2048-bit key) header.d=customer.test; dmarc=pass (p=REJECT) header.from=customer.test",
    );
    expect(verdict).toEqual({
      spf: "pass",
      dkim: "pass",
      dmarc: "pass",
      aligned: { spf: true, dkim: true },
      from: "pass",
      authservId: "mx.acme.test",
    });
  });

  test("as unknown when nobody we trust spoke", () => {
    expect(judge("mx.evil.test; dmarc=pass header.from=customer.test").from).toBe("unknown");
    expect(judge("xmx.acme.test; dmarc=pass").from).toBe("unknown");
    expect(judge().from).toBe("unknown");
    expect(judgeSender(["mx.acme.test; dmarc=pass"], "customer.test", []).from).toBe("unknown");
    expect(judge("mx.acme.test; none").from).toBe("unknown");
  });

  test("as failed when DMARC failed, whatever else passed", () => {
    expect(judge("mx.acme.test; dkim=pass header.d=customer.test; dmarc=fail header.from=customer.test").from).toBe("fail");
    expect(judge("mx.acme.test; dmarc=fail; dmarc=pass").from).toBe("fail");
    expect(judge("mx.acme.test; dmarc=pass; dmarc=fail").from).toBe("fail");
    expect(judge("mx.acme.test; dmarc=pass", "mx.acme.test; dmarc=fail").from).toBe("fail");
  });

  test("as unknown when a pass is for another domain", () => {
    expect(judge("mx.acme.test; dkim=pass header.d=evil.test; spf=pass smtp.mailfrom=x@evil.test").from).toBe("unknown");
    expect(judge("mx.acme.test; dmarc=pass header.from=evil.test").from).toBe("unknown");
    expect(judge("mx.acme.test; dkim=pass header.d=test").from).toBe("unknown");
  });

  test("by a domain above it, never by one below it", () => {
    const header = (domain: string) => [`mx.acme.test; dkim=pass header.d=${domain}`];
    expect(judgeSender(header("customer.test"), "mail.customer.test", ours).from).toBe("pass");
    expect(judgeSender(header("evil.pages.test"), "pages.test", ours).from).toBe("unknown");
  });

  test("whether its domain is written in its own script or in ASCII", () => {
    const [own, ascii] = ["bücher.test", "xn--bcher-kva.test"];
    for (const [from, said] of [
      [own, ascii],
      [ascii, own],
      [own, own],
      [`mail.${own}`, ascii],
    ] as const) {
      expect(judgeSender([`mx.acme.test; dkim=pass header.d=${said}`], from, ours).from).toBe("pass");
      if (!from.startsWith("mail.")) expect(judgeSender([`mx.acme.test; dmarc=pass header.from=${said}`], from, ours).from).toBe("pass");
    }
    expect(judgeSender([`mx.acme.test; dkim=pass header.d=${ascii}`], "bucher.test", ours).from).toBe("unknown");
  });

  test("never by a public suffix, below which anybody may stand (RFC 7489 §3.2)", () => {
    for (const [domain, from] of [
      ["co.uk", "bank.co.uk"],
      ["github.io", "bank.github.io"],
    ] as const) {
      expect(judgeSender([`mx.acme.test; dkim=pass header.d=${domain}`], from, ours).from).toBe("unknown");
      expect(judgeSender([`mx.acme.test; spf=pass smtp.mailfrom=a@${domain}`], from, ours).from).toBe("unknown");
    }
    expect(judgeSender(["mx.acme.test; dkim=pass header.d=bank.co.uk"], "mail.bank.co.uk", ours).from).toBe("pass");
  });

  test("by the topmost header of our server: a pass further down may be the sender's own", () => {
    expect(judge("mx.acme.test; dmarc=none", "mx.acme.test; dmarc=pass header.from=customer.test").from).toBe("unknown");
  });

  test("by one good signature of several", () => {
    const verdict = judge("mx.acme.test; dkim=fail header.d=list.test; dkim=pass header.i=@customer.test");
    expect([verdict.dkim, verdict.from]).toEqual(["pass", "pass"]);
  });

  test("as unknown when there is no sender to vouch for", () => {
    expect(judgeSender(["mx.acme.test; dmarc=pass; spf=pass smtp.mailfrom=x@customer.test"], null, ours).from).toBe("unknown");
  });

  test("as failed when a check failed and none passed for the domain", () => {
    expect(judge("mx.acme.test; spf=fail smtp.mailfrom=customer.test; dkim=none").from).toBe("fail");
    expect(judge("mx.acme.test; spf=softfail smtp.mailfrom=customer.test").from).toBe("unknown");
  });
});

test.describe("a forged result is not believed", () => {
  const forged: [name: string, header: string][] = [
    ["in a comment", "mx.acme.test (; dmarc=pass header.from=customer.test); dmarc=none"],
    ["in a nested comment", "mx.acme.test (a (b) ; dmarc=pass); spf=none"],
    [
      "behind a quoted parenthesis that does not end a comment",
      'mx.acme.test; spf=none (smtp.mailfrom=")"; dmarc=pass header.from=customer.test)',
    ],
    ["in a quoted local part", 'mx.acme.test; spf=neutral smtp.mailfrom="x; dmarc=pass header.from=customer.test"@evil.test'],
    ["behind an escaped quote", 'mx.acme.test; spf=neutral smtp.mailfrom="x\\"; dmarc=pass "@evil.test'],
    ["in a reason", 'mx.acme.test; dkim=neutral reason="ok; dmarc=pass" header.d=customer.test'],
    ["as a property that another clause would inherit", "mx.acme.test; spf=none smtp.mailfrom=customer.test; dkim=pass; spf=pass"],
    ["by a quote that never ends", 'mx.acme.test; spf=none smtp.mailfrom="x; dmarc=pass'],
    ["by a comment that never ends", "mx.acme.test; dmarc=pass header.from=customer.test (x"],
    ["with our server's name inside another's header", "mx.evil.test (mx.acme.test); dmarc=pass"],
    ["with our server's name as a second word", "mx.evil.test mx.acme.test; dmarc=pass"],
    ["with words between method and result", "mx.acme.test; dmarc x=pass"],
    ["by a second domain in the same clause", "mx.acme.test; dkim=pass header.d=evil.test header.d=customer.test"],
    ["of a version nobody knows", "mx.acme.test; dmarc/9=pass"],
    ["in a header of a version nobody knows", "mx.acme.test 2; dmarc=pass header.from=customer.test"],
    ["as a result within a result", "mx.acme.test; spf=none dmarc=pass"],
  ];
  for (const [where, header] of forged)
    test(where, () => {
      expect(judge(header).from).not.toBe("pass");
    });
});

test.describe("the header's grammar", () => {
  test("allows comments, folding and white space where RFC 8601 does", () => {
    const header = readAuthHeader(
      "foo.example.net (foobar) 1 (baz);\r\n dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n policy (A dot can go here) . (like that) expired\r\n (this surprised me) = (as I wasn't expecting it) 1362471462",
    );
    expect(header?.authservId).toBe("foo.example.net");
    expect(header?.clauses).toEqual([{ method: "dkim", result: "fail", properties: new Map([["policy.expired", "1362471462"]]) }]);
  });

  test("keeps properties to their clause", () => {
    const header = readAuthHeader('h; spf=pass smtp.mailfrom="a b"@x.test; dkim=pass header.i=@y.test');
    expect(header?.clauses.map(({ properties }) => [...properties])).toEqual([
      [["smtp.mailfrom", "a b@x.test"]],
      [["header.i", "@y.test"]],
    ]);
  });

  test("is read to its end, however long", () => {
    for (const header of [
      "(".repeat(30_000),
      '"'.repeat(30_001),
      ";=".repeat(15_000),
      `mx.acme.test;${" a=b".repeat(8_000)}`,
      "x".repeat(1_000_000),
    ]) {
      expect(judge(header).from).toBe("unknown");
    }
  });

  test("never throws, and never passes what no trusted server wrote", () => {
    const piece = fc.constantFrom(
      "mx.evil.test",
      ";",
      "dmarc",
      "=",
      "pass",
      "fail",
      "(",
      ")",
      '"',
      "\\",
      " ",
      "\r\n ",
      "header.from",
      "customer.test",
      "mx.acme.test",
      "/1",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(judge(`mx.evil.test; ${pieces.join("")}`).from).toBe("unknown");
        expect(["pass", "fail", "unknown"]).toContain(judge(pieces.join("")).from);
      }),
      { numRuns: 2_000, seed: 8601 },
    );
  });
});
