import { expect, test } from "@playwright/test";
import { auth } from "@/scripts/mail/auth";
import { linesOf } from "@/scripts/mail/lines";
import { parse } from "@/scripts/mail/parse";
import { subject } from "@/scripts/mail/subject";
import { thread } from "@/scripts/mail/thread";
import { BadInput } from "@/scripts/mail/verb";

const bytes = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

test.describe("mail thread", () => {
  test("takes ids with and without brackets, as a list or as the header stood", async () => {
    const messages = [
      { id: 1, messageId: "a@x", subject: "Lamp", from: "ana@x.test" },
      { id: 2, messageId: "<b@x>", references: "<z@x>\r\n <a@x>", subject: "Re: Lamp", from: { address: "ana@x.test" } },
      { id: 3, messageId: null, inReplyTo: "b@x", references: null, subject: null, from: "Ana <ana@x.test>", to: null, date: "never" },
    ];
    expect(await thread.run(bytes(messages), [])).toMatchObject({ conversations: [{ messages: [1, 2, 3] }] });
  });

  test("files the same mail once, and keeps two apart that have neither id nor anything in common but their sender", async () => {
    const doubled = { id: 1, messageId: "a@x", subject: "Lamp", from: "ana@x.test" };
    const bare = { subject: "Lamp", from: "ana@x.test" };
    expect(await thread.run(bytes([doubled, doubled, { id: 2, ...bare }, { id: 3, ...bare }]), [])).toMatchObject({
      conversations: [{ messages: [1, 1] }, { messages: [2] }, { messages: [3] }],
      messages: [{ sameAs: null }, { sameAs: 1 }, { sameAs: null }, { sameAs: null }],
    });
  });

  test("knows what is ours and whose verdict counts when told", async () => {
    const failed: [string, string] = ["Authentication-Results", "mx; dmarc=fail header.from=acme.test"];
    const messages = [
      { id: 1, messageId: "a@x", subject: "Lamp", from: "ana@x.test" },
      { id: 2, messageId: "b@x", references: ["a@x"], subject: "Re: Lamp", from: "help@acme.test", to: ["ana@x.test"], headers: [failed] },
    ];
    const answer = await thread.run(bytes({ messages, ours: ["help@acme.test"], authservIds: ["mx"] }), []);
    expect(answer).toMatchObject({ messages: [{}, { placement: "new-related", doubt: { because: "impersonation" } }] });
  });

  test("takes what other people's collections leave out or write in their way", async () => {
    const messages = [
      { messageId: "m1", from: { email: "ana@x.test", name: null }, to: [null, "help@acme.test"], subject: "Lamp", date: 1772442900 },
      { id: null, messageId: "m2", references: "m0 m1", inReplyTo: [null, "m1"], from: ["help@acme.test"], headers: null },
      { messageId: 3, references: "m1, m2", from: [], to: "", subject: "Invoice" },
    ];
    expect(await thread.run(bytes(messages), [])).toMatchObject({
      conversations: [{ messages: ["m1", "m2"] }, { messages: [3] }],
      messages: [{}, { placement: "joined" }, { placement: "new-related" }],
    });
  });

  test("knows fields by their names in the header, and ids with spaces or quotes in them", async () => {
    const one = { "Message-ID": 'a "b" c@x', Subject: "Lamp", From: "ana@x.test" };
    const other = { message_id: "<d@x>", in_reply_to: '<a "b"\tc@x>', SUBJECT: "Re: Lamp", from: "ana@x.test" };
    expect(await thread.run(bytes([one, other]), [])).toMatchObject({ conversations: [{ messages: ['a "b" c@x', "<d@x>"] }] });
  });

  test("knows people by their names where there is nothing else, and all as one where nobody says from", async () => {
    const lamp = (id: string, references: string[], more: object) => ({ id, messageId: `${id}@x`, references, subject: id, ...more });
    const named = [lamp("a", [], { from: "Ana", to: ["Ben"] }), lamp("b", ["a@x"], { from: "Ben" }), lamp("c", ["a@x"], { from: "Cleo" })];
    expect(await thread.run(bytes(named), [])).toMatchObject({ conversations: [{ messages: ["a", "b"] }, { messages: ["c"] }] });
    const nameless = [lamp("a", [], {}), lamp("c", ["b@x"], {}), lamp("b", ["a@x"], { from: null })];
    expect(await thread.run(bytes(nameless), [])).toMatchObject({ conversations: [{ messages: ["a", "c", "b"] }] });
  });

  test("keeps both of two mails with one Message-ID that point elsewhere, and says so", async () => {
    const twice = (id: number, references: string[]) => ({ id, messageId: "a@x", references, subject: "Lamp", from: "ana@x.test" });
    expect(await thread.run(bytes([twice(1, []), twice(2, ["b@x"])]), [])).toMatchObject({
      conversations: [{ messages: [1, 2] }],
      messages: [{ messageIdReused: false }, { messageIdReused: true, sameAs: null }],
    });
  });

  test("says what is wrong with its input", async () => {
    for (const nonsense of ["nonsense", "null", "7", '{"mails":[]}'])
      await expect(thread.run(bytes(nonsense), [])).rejects.toThrow(BadInput);
    await expect(thread.run(bytes([{ subject: 7 }]), [])).rejects.toThrow(/messages.*0.*subject/s);
  });
});

test("mail subject takes text, a JSON string and a list", async () => {
  expect(await subject.run(bytes("[x] Re: Lamp\n"), [])).toMatchObject({ subject: "[x] Re: Lamp", key: "lamp" });
  expect(await subject.run(bytes('"Re: Lamp"'), [])).toMatchObject({ subject: "Re: Lamp", display: "Lamp" });
  expect(await subject.run(bytes(["Lamp", "AW: Lamp"]), [])).toMatchObject([{ key: "lamp" }, { key: "lamp" }]);
});

test("mail auth takes a mail and the servers to trust, or a case in JSON", async () => {
  const mail = bytes("Authentication-Results: mx; dmarc=pass header.from=x.test\r\nFrom: ana@x.test\r\n\r\nHi\r\n");
  expect(await auth.run(mail, ["--authserv-id", "MX"])).toMatchObject({ verdict: { from: "pass" } });
  expect(await auth.run(mail, [])).toMatchObject({ verdict: { from: "unknown" }, headers: [{ trusted: false }] });
  const headers = ["mx; dmarc=pass; dmarc=fail", "mx (never closed"];
  expect(await auth.run(bytes({ from: "ana@x.test", authservIds: ["mx"], headers }), [])).toMatchObject({
    verdict: { from: "fail" },
    headers: [{ readable: true }, { readable: false }],
  });
  const header = "Authentication-Results: mx; dmarc=pass header.from=x.test";
  for (const from of ["Ana <ana@x.test>", "x.test", { name: "Ana", address: "ana@x.test" }])
    expect(await auth.run(bytes({ from, authservIds: "mx", headers: header }), [])).toMatchObject({ verdict: { from: "pass" } });
  expect(await auth.run(bytes({ from: null, authservIds: null, headers: null }), [])).toMatchObject({ verdict: { from: "unknown" } });
});

test("mail parse takes bytes that only begin like JSON for the mail they are", async () => {
  expect(await parse.run(bytes("{broken lamp}\r\n"), [])).toMatchObject({ status: "parsed", text: "{broken lamp}\n" });
  expect(await parse.runLine?.("", [])).toMatchObject({ status: "parsed", from: null });
  await expect(parse.runLine?.("not base64!", [])).rejects.toThrow(BadInput);
});

test("a stream has one line for each case, wherever its bytes are cut and whatever they hold", async () => {
  async function* inPieces(text: string, size: number) {
    const whole = Buffer.from(text);
    for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
  }
  const cases = ['"a\u2028b\rc"', "", "日本\u2029", "x"];
  for (const size of [1, 3, 1_000]) {
    const lines = [];
    for await (const line of linesOf(inPieces(cases.join("\r\n"), size))) lines.push(line);
    expect(lines).toEqual(cases);
  }
});
