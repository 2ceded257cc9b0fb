import { gzipSync } from "node:zlib";
import { DELETE, GET, OPTIONS, POST, PUT } from "@/app/webhooks/email/[source]/route";
import { GET as GET_ONLY, POST as POST_ONLY } from "@/app/webhooks/email/route";
import { forgetSources } from "@/lib/inbound/door-source";
import { listDeliveries, listRejections } from "@/lib/inbound/queries";
import { type Answered, aMailEvent, aSource, call, headersFor, type Posting, post, type TestSource } from "@/tests/support/door";
import { type NodeDoor, openNodeDoor } from "@/tests/support/node-door";
import { expect, test } from "@/tests/support/server-test";

type Send = (source: TestSource, posting?: Posting) => Promise<Pick<Answered, "status" | "headers" | "json">>;

let door: NodeDoor;

const ways: Record<string, Send> = {
  async "the route handler"(source, posting) {
    const answered = await post(source, posting);
    for (const task of answered.json.status ? [] : answered.later) await task();
    return answered;
  },
  async "node's server"(source, posting = {}) {
    const { body = aMailEvent() } = posting;
    const response = await fetch(`${door.origin}/webhooks/email/${source.key}`, {
      method: "POST",
      headers: headersFor(source, { ...posting, body }),
      body: body as BodyInit,
      duplex: "half",
    } as RequestInit);
    return { status: response.status, headers: response.headers, json: await response.json() };
  },
};

test.beforeEach(async () => {
  forgetSources();
  door = await openNodeDoor();
});
test.afterEach(() => door.close());

for (const [way, send] of Object.entries(ways)) {
  test.describe(`${way} answers`, () => {
    test("200 once the mail is kept", async () => {
      const source = await aSource();
      expect(await send(source)).toMatchObject({ status: 200, json: { status: "accepted" } });
      expect(await listDeliveries(source.workspaceId)).toHaveLength(1);
    });

    const forgeries: Record<string, (source: TestSource) => Posting> = {
      "an unsigned mail": () => ({ headers: { "x-webhook-signature": "" } }),
      "a mail signed by a stranger": () => ({ secret: "a secret of somebody else" }),
      "a mail older than five minutes": () => ({ at: new Date(Date.now() - 301_000) }),
      "a mail from the future": () => ({ at: new Date(Date.now() + 310_000) }),
      "a mail changed by one byte": () => ({ body: '{"subject":"Broken lamp"}', signed: '{"subject":"Broken lamq"}' }),
      "a mail written anew": () => ({ body: '{"subject":"Broken lamp"}', signed: '{ "subject": "Broken lamp" }' }),
      "a mail with a byte order mark added": () => ({ body: `\ufeff${aMailEvent()}`, signed: aMailEvent() }),
      "a mail whose line ends were changed": () => ({ body: '{\r\n"subject":"x"}', signed: '{\n"subject":"x"}' }),
      "a mail whose charset was changed": () => ({ body: Buffer.from("é", "latin1"), signed: "é" }),
      "a token where a signature is asked for": ({ secret }) => ({
        headers: { "x-webhook-signature": "", authorization: `Bearer ${secret}` },
      }),
      "ten thousand signatures": () => ({ headers: { "x-webhook-signature": "0".repeat(64).concat(",").repeat(150) } }),
    };
    for (const [what, forge] of Object.entries(forgeries))
      test(`401 to ${what}, keeps nothing and says why to its people`, async () => {
        const source = await aSource();
        const { status, json } = await send(source, forge(source));
        expect({ status, json }).toEqual({ status: 401, json: { error: expect.any(String), message: expect.any(String) } });
        expect(await listDeliveries(source.workspaceId)).toEqual([]);
        await expect
          .poll(() => listRejections(source.workspaceId, source.id))
          .toMatchObject([
            { status: 401, failed: json.error, reason: json.message, expected: expect.any(String), seen: expect.any(String) },
          ]);
      });

    test("401 to a mail signed for another source", async () => {
      const [one, two] = [await aSource(), await aSource()];
      const body = aMailEvent();
      const { status } = await send(one, { body, headers: headersFor(two, { body }) });
      expect(status).toBe(401);
    });

    test("401 with a challenge where credentials are asked for", async () => {
      const source = await aSource({ scheme: "token" });
      const refused = await send(source, { headers: { authorization: "" } });
      expect(refused.status).toBe(401);
      expect(refused.headers.get("www-authenticate")).toContain("Basic");
      expect((await send(source)).status).toBe(200);
    });

    test("404 where no source is", async () => {
      const source = await aSource();
      for (const key of ["nobody", "x".repeat(500), "%00", "__proto__", "..%2f..", "'; drop table sources; --"])
        expect(await send({ ...source, key })).toMatchObject({ status: 404, json: { error: "unknown" } });
    });

    test("413 to a body over the source's limit, declared or streamed", async ({ database }) => {
      const source = await aSource();
      await database.sql`update sources set max_body_bytes = 1000`;
      const body = "x".repeat(1_001);
      const streamed = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const _ of Array(11)) controller.enqueue(Buffer.alloc(100, "x"));
          controller.close();
        },
      });
      expect(await send(source, { body })).toMatchObject({ status: 413, json: { error: "size" } });
      expect(await send(source, { body: streamed, signed: "x".repeat(1_100) })).toMatchObject({ status: 413, json: { error: "size" } });
      expect((await send(source, { body: "x".repeat(1_000) })).status).toBe(200);
    });

    test("200 to a streamed body within the limit", async () => {
      const source = await aSource();
      const body = aMailEvent();
      const streamed = new Blob([body]).stream() as ReadableStream<Uint8Array>;
      expect((await send(source, { body: streamed, signed: body })).status).toBe(200);
    });

    test("415 to what is neither JSON nor a mail, and to what is compressed", async () => {
      const source = await aSource();
      const type = (contentType: string) => send(source, { headers: { "content-type": contentType } });
      for (const refused of ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/html", "application/jsonp"])
        expect(await type(refused)).toMatchObject({ status: 415, json: { error: "type" } });
      const body = gzipSync(aMailEvent());
      for (const encoding of ["gzip", "br", "gzip, gzip", "zip"])
        expect(await send(source, { body, headers: { "content-encoding": encoding } })).toMatchObject({
          status: 415,
          json: { error: "encoding" },
        });
    });

    const types: [sent: string, body: string, kept: string][] = [
      ["application/json; charset=utf-8", aMailEvent(), "application/json"],
      ["application/cloudevents+json", aMailEvent(), "application/json"],
      ["message/rfc822", "Subject: x\r\n\r\nx", "message/rfc822"],
      ["text/plain; charset=UTF-8", ` \n${aMailEvent()}`, "application/json"],
      ["text/plain", "Subject: x\r\n\r\n{}", "message/rfc822"],
      ["application/octet-stream", `\ufeff${aMailEvent()}`, "application/json"],
    ];
    for (const [sent, body, kept] of types)
      test(`200 to ${sent}, kept as ${kept} when it begins ${JSON.stringify(body.slice(0, 9))}`, async () => {
        const source = await aSource();
        expect((await send(source, { body, headers: { "content-type": sent } })).status).toBe(200);
        expect(await listDeliveries(source.workspaceId)).toMatchObject([{ contentType: kept }]);
      });

    test("200 to bodies no parser would survive, without looking inside", async () => {
      const source = await aSource();
      const bodies = [
        "[".repeat(100_000),
        `{"event_id":${"[".repeat(100_000)}`,
        `{${Array.from({ length: 20_000 }, (_, at) => `"k${at}":1`).join(",")}}`,
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"event_id":"__proto__"}',
        '{"event_id":"\\ud800","id":1e999}',
        '{"event_id":"a\\u0000b"}',
        "\u0000",
        "",
      ];
      for (const body of bodies) expect((await send(source, { body })).status).toBe(200);
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
    });

    test("nothing that tells a stranger about the source", async () => {
      const source = await aSource({ name: "Secret name" });
      const { json } = await send(source, { secret: "a secret of somebody else" });
      const told = JSON.stringify(json);
      for (const hidden of [source.secret, source.id, source.workspaceId, "Secret name"]) expect(told).not.toContain(hidden);
    });
  });
}

test.describe("an endpoint that is looked at", () => {
  const at = (source: TestSource, init: RequestInit = {}) => new Request(`http://127.0.0.1/webhooks/email/${source.key}`, init);
  const params = (source: TestSource) => ({ params: Promise.resolve({ source: source.key }) });

  test("explains itself to a person, in both ways", async () => {
    const source = await aSource();
    const plain = await call(() => GET(at(source), params(source)));
    const page = await call(() => GET(at(source, { headers: { accept: "text/html" } }), params(source)));
    const served = await fetch(`${door.origin}/webhooks/email/${source.key}`);

    expect(plain.json.text).toContain("x-webhook-signature");
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(await served.text()).toBe(plain.json.text);
    expect(plain.json.text).not.toContain(source.secret);
  });

  test("answers a provider's HEAD", async () => {
    const source = await aSource();
    const served = await fetch(`${door.origin}/webhooks/email/${source.key}`, { method: "HEAD" });
    expect([served.status, await served.text()]).toEqual([200, ""]);
    expect((await fetch(`${door.origin}/webhooks/email/nobody`, { method: "HEAD" })).status).toBe(404);
  });

  test("refuses every other method, and no header changes one into another", async () => {
    const source = await aSource();
    for (const handler of [PUT, DELETE, OPTIONS]) {
      const { status, headers } = await call(async () => handler());
      expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    }
    for (const method of ["PUT", "DELETE", "OPTIONS", "PATCH"])
      expect(
        (await fetch(`${door.origin}/webhooks/email/${source.key}`, { method, headers: { "x-http-method-override": "POST" } })).status,
      ).toBe(405);
  });

  test("is never redirected to: a signed POST would lose its body", async () => {
    const source = await aSource();
    const body = aMailEvent();
    const { status } = await fetch(`${door.origin}/webhooks/email/${source.key}/?from=provider`, {
      method: "POST",
      headers: headersFor(source, { body }),
      body,
      redirect: "manual",
    });
    expect(status).toBe(200);
  });

  test("needs no key while it is the only one", async ({ database }) => {
    const source = await aSource();
    const send = async () => {
      forgetSources();
      const body = aMailEvent();
      const init = { method: "POST", headers: headersFor(source, { body }), body };
      const handled = await call(() => POST_ONLY(new Request("http://127.0.0.1/webhooks/email", init)));
      return [handled.status, (await fetch(`${door.origin}/webhooks/email`, init)).status];
    };
    expect(await send()).toEqual([200, 200]);

    await aSource();
    expect(await send()).toEqual([404, 404]);
    expect((await call(() => GET_ONLY(new Request("http://127.0.0.1/webhooks/email")))).status).toBe(404);

    await database.sql`update sources set disabled_at = now() where id <> ${source.id}`;
    expect(await send()).toEqual([200, 200]);
  });

  test("takes nothing while it is disabled", async ({ database }) => {
    const source = await aSource();
    await database.sql`update sources set disabled_at = now()`;
    const body = aMailEvent();
    const request = at(source, { method: "POST", headers: headersFor(source, { body }), body });
    expect((await call(() => POST(request, params(source)))).status).toBe(404);
  });

  test("refuses everything when its secret is gone", async ({ database }) => {
    const source = await aSource();
    await database.sql`delete from source_secrets`;
    expect(await post(source)).toMatchObject({ status: 401, json: { error: "secret" } });
  });
});
