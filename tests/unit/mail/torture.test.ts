import { expect, test } from "@playwright/test";
import type { Email } from "@/lib/mail/email";
import { readMail } from "@/lib/mail/read-mail";

// The shapes that collections of odd mail are made of, written anew: each is named by what would be lost if it were read wrongly.

/** Lines of a mail, one character per byte, with the line ends of mail. */
const mail = (...lines: string[]) => readMail(Buffer.from(lines.join("\r\n"), "latin1"));
const bytesOf = ({ content }: Email["attachments"][number]) =>
  content.kind === "bytes" ? Buffer.from(content.bytes).toString("latin1") : "";
const files = (email: Email) =>
  email.attachments.map((file) => [file.filename, file.contentType, bytesOf(file)].filter((one) => one !== null).join("|"));

test.describe("the beginning of a mail", () => {
  test("may have a byte order mark, blank lines, an mbox line or white space in front of it", () => {
    for (const front of [
      "\xef\xbb\xbf",
      "\r\n\r\n",
      "\n",
      "From ana@x.test Mon Mar  2 09:15:00 2026\r\n",
      ">From ana@x.test\r\n",
      " stray\r\n",
    ]) {
      const email = mail(`${front}From: ana@x.test`, "Subject: Lamp", "", "Hi");
      expect([email.from?.address, email.subject, email.text], JSON.stringify(front)).toEqual(["ana@x.test", "Lamp", "Hi"]);
    }
  });

  test("is a body where a blank line stands before what is no header", () => {
    expect(mail("", "Note: the lamp", "Hi")).toMatchObject({ headers: [], text: "Note: the lamp\nHi" });
  });

  test("may have a line that is no field, which costs that line only", () => {
    const email = mail("From: ana@x.test", "this is no field", "Subject: La", " mp", "no field", "To: b@x.test", "", "Hi");
    expect([email.from?.address, email.subject, email.to.length, email.text]).toEqual(["ana@x.test", "La mp", 1, "Hi"]);
  });

  test("has fields without a value, with space before the colon, folded after the name, in any case", () => {
    const email = mail("From:", " ana@x.test", "SUBJECT : Lamp", "To:", "X-Empty:", "MESSAGE-id:", "\t<a.1@x.test>", "", "Hi");
    expect([email.from?.address, email.subject, email.to, email.messageId]).toEqual(["ana@x.test", "Lamp", [], "a.1@x.test"]);
  });
});

test.describe("line ends", () => {
  const lines = [
    "Subject: Lamp",
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "",
    "one",
    "two",
    "--b",
    "Content-Type: x/y",
    "Content-Transfer-Encoding: base64",
    "",
    "AAEC",
    "--b--",
    "",
  ];
  for (const [name, end] of [
    ["CR LF", "\r\n"],
    ["LF", "\n"],
    ["CR", "\r"],
    ["CR CR LF", "\r\r\n"],
  ] as const)
    test(`of ${name} give the same mail`, () => {
      const email = readMail(Buffer.from(lines.join(end)));
      expect([email.subject, email.text, files(email)]).toEqual(["Lamp", "one\ntwo", ["x/y|\0\x01\x02"]]);
    });

  test("may change within a mail", () => {
    const email = readMail(Buffer.from(lines.map((line, at) => line + (at % 2 ? "\n" : "\r\n")).join("")));
    expect([email.subject, email.text, files(email)]).toEqual(["Lamp", "one\ntwo", ["x/y|\0\x01\x02"]]);
  });
});

test.describe("boundaries", () => {
  const two = (boundary: string, line: string) =>
    mail(
      `Content-Type: multipart/mixed; boundary=${boundary}`,
      "",
      "preamble",
      line,
      "",
      "one",
      line,
      "Content-Type: x/y",
      "",
      "two",
      `${line.trimEnd()}-- \t`,
      "end",
    );

  for (const [name, boundary, line] of [
    ["with trailing white space on its lines", "b", "--b \t"],
    ["with white space at the end of the parameter", '"b "', "--b"],
    ["with a space inside", '"a b"', "--a b"],
    ["with all the characters it may have", `"'()+_,-./:=? x"`, "--'()+_,-./:=? x"],
    ["of dashes", "--", "----"],
    ["of more than seventy characters", "b".repeat(200), `--${"b".repeat(200)}`],
    ["that looks like an encoded word", '"=?utf-8?Q?b?="', "--=?utf-8?Q?b?="],
    ["of raw bytes", '"gr\xfc\xdfe"', "--gr\xfc\xdfe"],
    ["in another case than the parameter's name", "b; BOUNDARY=c", "--b"],
  ] as const)
    test(`are found: one ${name}`, () => {
      const email = two(boundary, line);
      expect([email.text, files(email)]).toEqual(["one", ["x/y|two"]]);
    });

  test("of which one begins like another keep their parts apart", () => {
    const email = mail(
      "Content-Type: multipart/mixed; boundary=b",
      "",
      "--b",
      "Content-Type: multipart/mixed; boundary=bb",
      "",
      "--bb",
      "",
      "one",
      "--bb",
      "Content-Type: x/y",
      "",
      "two",
      "--bb--",
      "--b",
      "Content-Type: x/z",
      "",
      "three",
      "--b--",
    );
    expect([email.text, files(email)]).toEqual(["one", ["x/y|two", "x/z|three"]]);
  });

  test("that a multipart shares with the one around it hide nothing", () => {
    const email = mail(
      "Content-Type: multipart/mixed; boundary=b",
      "",
      "--b",
      "Content-Type: multipart/alternative; boundary=b",
      "",
      "--b",
      "",
      "one",
      "--b",
      "Content-Type: text/html",
      "",
      "<p>one</p>",
      "--b--",
      "",
      "--b",
      "Content-Type: x/y",
      "",
      "two",
      "--b--",
    );
    expect(email.text).toContain("one");
    expect(email.html).toContain("<p>one</p>");
    expect(files(email)).toEqual(["x/y|two"]);
  });

  test("inside a part that is encoded, against the rule, are found", () => {
    const inner = ["--c", "", "one", "--c", "Content-Type: x/y", "", "two", "--c--", ""].join("\r\n");
    const email = mail("Content-Type: multipart/mixed; boundary=c", "Content-Transfer-Encoding: base64", "", btoa(inner));
    expect([email.text, files(email)]).toEqual(["one", ["x/y|two"]]);
  });

  test("that stand on a multipart said to be encoded, which is not, are found", () => {
    for (const encoding of ["base64", "quoted-printable", "binary", "x-made-up"]) {
      const email = mail(
        "Content-Type: multipart/mixed; boundary=c",
        `Content-Transfer-Encoding: ${encoding}`,
        "",
        "--c",
        "",
        "one",
        "--c--",
      );
      expect(email.text, encoding).toBe("one");
    }
  });

  test("that never close, or close twice, leave every part", () => {
    const head = ["Content-Type: multipart/mixed; boundary=b", "", "--b", "", "one", "--b", "Content-Type: x/y", "", "two"];
    expect(files(mail(...head))).toEqual(["x/y|two"]);
    expect(files(mail(...head, "--b--", "--b--", "epilogue"))).toEqual(["x/y|two"]);
    expect(files(mail(...head, "--b--", "--b", "Content-Type: x/z", "", "three"))).toEqual(["x/y|two", "x/z|three"]);
  });
});

test.describe("kinds of parts", () => {
  test("a digest holds messages, unless a part says otherwise", () => {
    const email = mail(
      "Content-Type: multipart/digest; boundary=b",
      "",
      "--b",
      "",
      "Subject: one",
      "",
      "1",
      "--b",
      "Content-Type: text/plain",
      "",
      "two",
      "--b--",
    );
    expect([email.text, files(email)]).toEqual(["two", ["message/rfc822|Subject: one\r\n\r\n1"]]);
  });

  test("a piece of a mail, a mail that lies elsewhere and a mail inside a mail are files", () => {
    for (const type of ["message/partial; id=x; number=1; total=2", "message/external-body; access-type=ftp", "message/rfc822"]) {
      const email = mail("Subject: outer", `Content-Type: ${type}`, "", "Subject: inner", "", "Hi");
      expect([email.subject, email.text, email.html], type).toEqual(["outer", null, null]);
      expect(files(email), type).toEqual([`${type.split(";")[0]}|Subject: inner\r\n\r\nHi`]);
    }
  });

  test("an unknown multipart is read as mixed, an unknown type is a file, text of another kind is one too", () => {
    const email = mail(
      "Content-Type: multipart/x-made-up; boundary=b",
      "",
      "--b",
      "",
      "one",
      "--b",
      "Content-Type: text/enriched",
      "",
      "<bold>two</bold>",
      "--b",
      "Content-Type: nonsense",
      "",
      "three",
      "--b--",
    );
    expect([email.text, files(email)]).toEqual(["one", ["text/enriched|<bold>two</bold>", "application/octet-stream|three"]]);
  });

  test("an alternative with files inside, a related one without a root, and a part of nothing lose nothing", () => {
    const email = mail(
      "Content-Type: multipart/alternative; boundary=b",
      "",
      "--b",
      "",
      "one",
      "--b",
      "Content-Type: multipart/related; boundary=c",
      "",
      "--c",
      "Content-Type: image/png",
      "Content-ID: <p@x>",
      "",
      "png",
      "--c",
      "Content-Type: text/html",
      "",
      "<img src=cid:p@x>",
      "--c--",
      "--b",
      "Content-Type: text/calendar",
      "",
      "BEGIN:VCALENDAR",
      "--b",
      "--b--",
    );
    expect(email.text?.trim()).toBe("one");
    expect([email.html ?? "", ...files(email)].join("\n")).toContain("<img src=cid:p@x>");
    expect(files(email).join("\n")).toMatch(/image\/png\|png[\s\S]*text\/calendar\|BEGIN:VCALENDAR/);
  });

  test("a picture, sound or file that is the whole mail is a file", () => {
    const email = mail("Content-Type: image/png; name=a.png", "Content-Transfer-Encoding: base64", "", "AAEC");
    expect([email.text, email.html, files(email)]).toEqual([null, null, ["a.png|image/png|\0\x01\x02"]]);
  });
});

test.describe("transfer encodings", () => {
  const encoded = (encoding: string, ...body: string[]) => mail(`Content-Transfer-Encoding: ${encoding}`, "", ...body).text;

  test("quoted-printable with the errors it is sent with", () => {
    expect(encoded("quoted-printable", "soft=", "break, =3D=3d, trailing   ", "=", "last=")).toBe("softbreak, ==, trailing\nlast");
    expect(encoded("Quoted-Printable", "white=  \t", "space")).toBe("whitespace");
    expect(encoded("quoted-printable", "=XY =4 100% =")).toBe("=XY =4 100% ");
    expect(encoded('"quoted-printable" (comment)', "=41")).toBe("A");
  });

  test("base64 with the errors it is sent with", () => {
    for (const body of ["SGkg\tbGFt\0cA==", "S\r\nGkgbGFtcA", "SGkgbGFtcA=", "SGkg=bGFtcA==", "*SGkg*bGFtcA==\r\n\r\n", "SGkgbA==YW1w"])
      expect(encoded("base64", body), body).toBe("Hi lamp");
  });

  test("an unknown one, a wrong word or several leave the bytes", () => {
    for (const encoding of ["8bit", "7 bit", "utf-8", "x-made-up", "", "binary; x=y"])
      expect(encoded(encoding, "Gr\xfc=41"), encoding).toBe("Grü=41");
  });

  test("uuencode, named as people name it", () => {
    for (const encoding of ["x-uuencode", "uuencode", "x-uue", "uue"])
      expect(encoded(encoding, "begin 644 a.txt", "'2&D@;&%M<```", "`", "end"), encoding).toBe("Hi lamp");
  });
});

test.describe("text", () => {
  test("in UTF-16 and UTF-32, with a mark and without, is read", () => {
    const base64 = (bytes: Buffer) => bytes.toString("base64");
    const little = Buffer.from("Grüße 💡", "utf16le");
    const big = Buffer.from(little).swap16();
    for (const [charset, bytes] of [
      ["utf-16le", little],
      ["utf-16be", big],
      ["utf-16", Buffer.concat([Buffer.from([0xfe, 0xff]), big])],
      ["utf-16", Buffer.concat([Buffer.from([0xff, 0xfe]), little])],
      ["us-ascii", Buffer.concat([Buffer.from([0xff, 0xfe]), little])],
      ["utf-16", little],
      ["utf-32le", Buffer.from([0x47, 0, 0, 0, 0xfc, 0, 0, 0])],
    ] as const) {
      const { text } = mail(`Content-Type: text/plain; charset=${charset}`, "Content-Transfer-Encoding: base64", "", base64(bytes));
      expect(text, charset).toBe(charset.startsWith("utf-32") ? "Gü" : "Grüße 💡");
    }
  });

  test("that flows is joined, with its quotes, its stuffing and its signature", () => {
    const flowed = (parameters: string, ...lines: string[]) =>
      mail(`Content-Type: text/plain; format=Flowed${parameters}`, "", ...lines).text;
    // RFC 3676 §4.5 and §4.4.
    expect(flowed("", ">> aa ", ">> bb", "> c ", "> d", " From e", "-- ", "f ")).toBe(">> aa bb\n> c d\nFrom e\n-- \nf ");
    expect(flowed("; delsp=yes", "一 ", "二", "end ")).toContain("end");
    expect(flowed("; DelSp=Yes", "ab ", "cd")).toBe("abcd");
    expect(mail("Content-Type: text/html; format=flowed", "", "<pre>a ", " b</pre>").html).toBe("<pre>a \n b</pre>");
  });

  test("holds what is packed into it by hand: uuencoded and BinHex files stay where they were written", () => {
    const packed = ["Hi", "begin 644 a.txt", "'2&D@;&%M<```", "`", "end", "(This file must be converted with BinHex 4.0)"];
    expect(mail("", ...packed).text).toBe(packed.join("\n"));
  });
});

test.describe("Message-IDs", () => {
  test("that a mailer folded into encoded words are the ids they were", () => {
    const email = mail(
      "Message-ID: =?utf-8?q?=3Ca=2E1=40x=2Etest=3E?=",
      "References: =?utf-8?q?=3Cb=2E2=40x=2Etest=3E_=3C?=",
      " =?utf-8?q?c=2E3=40x=2Etest=3E?=",
      "",
      "",
    );
    expect([email.messageId, email.references]).toEqual(["a.1@x.test", ["b.2@x.test", "c.3@x.test"]]);
  });

  test("in raw UTF-8 are read as they are written, in any mail", () => {
    const id = Buffer.from("<grüße@x.test>").toString("latin1");
    const [one, other] = [
      mail(`Message-ID: ${id}`, "", ""),
      mail(`In-Reply-To: ${id}`, "Content-Type: text/plain; charset=iso-8859-1", "", ""),
    ];
    expect([one.messageId, other.inReplyTo]).toEqual(["grüße@x.test", ["grüße@x.test"]]);
  });

  test("of a thread longer than any header keep the root and the fifty nearest", () => {
    for (const fold of ["\r\n ", " "]) {
      const ids = Array.from({ length: 20_000 }, (_, at) => `<number.${at}@mail.customer.test>`);
      const email = mail("From: ana@x.test", `References: ${ids.join(fold)}`, "Subject: Lamp", "", "Hi");
      expect([email.subject, email.text, email.references.length]).toEqual(["Lamp", "Hi", 51]);
      expect([email.references[0], email.references[1], email.references.at(-1)]).toEqual(
        [0, 19_950, 19_999].map((at) => `number.${at}@mail.customer.test`),
      );
      expect(email.notes.join(" ")).toContain("too long");
    }
  });
});
