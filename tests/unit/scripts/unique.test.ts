import { expect, test } from "@playwright/test";
import { uniqueEvent, uniqueMail } from "@/scripts/send/unique";

const unique = (mail: string) => uniqueMail(Buffer.from(mail, "latin1"), "7").toString("latin1");

test("a mail gets a Message-ID of its own and keeps every other byte", () => {
  expect(unique("Subject: Gr\xfc\xdfe\r\nMessage-ID: <a.b@acme.test>\r\n\r\nMessage-ID: <not@me>\r\n\xff")).toBe(
    "Subject: Gr\xfc\xdfe\r\nMessage-ID: <a.b.7@acme.test>\r\n\r\nMessage-ID: <not@me>\r\n\xff",
  );
});

test("folded, bare and missing ids are made unique too", () => {
  expect(unique("message-id:\r\n <a@b.test>\r\nTo: x\r\n\r\n")).toBe("message-id:\r\n <a.7@b.test>\r\nTo: x\r\n\r\n");
  expect(unique("Message-ID: a@b.test\nTo: x\n\nHello")).toBe("Message-ID: <a.7@b.test>\nTo: x\n\nHello");
  expect(unique("To: x\n\nHello")).toBe("Message-ID: <7@mailroom.localhost>\nTo: x\n\nHello");
  expect(unique("In-Reply-To: <a@b.test>")).toBe("Message-ID: <7@mailroom.localhost>\r\nIn-Reply-To: <a@b.test>".replace("\r\n", "\n"));
});

test("an event gets ids of its own, however they are spelled and wherever they stand", () => {
  const event = {
    id: "evt_1",
    event_id: 5,
    data: {
      id: "mail-1",
      MessageID: "<a@b.test>",
      in_reply_to: "<z@b.test>",
      headers: [
        { name: "Message-Id", value: "<a@b.test>" },
        { name: "Subject", value: "Hi" },
      ],
    },
  };
  expect(uniqueEvent(event, "7")).toEqual({
    id: "evt_1-7",
    event_id: "5-7",
    data: {
      id: "mail-1",
      MessageID: "<a.7@b.test>",
      in_reply_to: "<z@b.test>",
      headers: [
        { name: "Message-Id", value: "<a.7@b.test>" },
        { name: "Subject", value: "Hi" },
      ],
    },
  });
});

test("what is no event stays what it is", () => {
  expect(uniqueEvent(["x"], "7")).toEqual(["x"]);
});
