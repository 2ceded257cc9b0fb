import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { GET as getImage } from "@/app/api/images/[signature]/route";
import { db } from "@/db/client";
import { secretKey } from "@/env";
import { MAX_IMAGE_BYTES } from "@/lib/images/open-image";
import { imageKey, proxiedImage, validUntil } from "@/lib/mail/image-address";
import { insertOwner } from "@/lib/workspaces/set-up";
import { aMailbox, type TestMailbox } from "../../support/filing";
import { PNG, withImageHost } from "../../support/outside";
import { test as base, expect } from "../../support/server-test";
import { browser, signedIn } from "../../support/session";

const test = base.extend<{ box: TestMailbox; ana: Headers }>({
  box: async ({ database: _ }, use) => use(await aMailbox()),
  ana: async ({ box }, use) => {
    await db.transaction((tx) => insertOwner(tx, box.workspaceId, { email: "ana@acme.test", name: "Ana" }));
    await use(await signedIn("ana@acme.test"));
  },
});

/** Asks for the image as the frame would. */
function show(headers: Headers, address: string) {
  const { pathname } = new URL(address, "http://127.0.0.1:3000");
  const signature = pathname.slice("/api/images/".length);
  return getImage(new Request(`http://127.0.0.1:3000${address}`, { headers }), { params: Promise.resolve({ signature }) });
}

function signed({ workspaceId }: TestMailbox, url: string, until = validUntil(Date.now())) {
  return proxiedImage(imageKey(secretKey(), workspaceId), url, until);
}

const png = (response: ServerResponse) => response.setHeader("content-type", "text/html").end(PNG);

test("a remote image comes through with what it is, and nothing of the reader goes there", async ({ box, ana }) => {
  let seen: IncomingHttpHeaders = {};
  await withImageHost(
    (request, response) => {
      seen = request.headers;
      response.setHeader("set-cookie", "track=1");
      png(response);
    },
    async (host) => {
      const answer = await show(ana, signed(box, `http://${host}/a.png?reader=17`));
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
      expect(answer.headers.get("set-cookie")).toBeNull();
      expect(Object.keys(seen).sort()).toEqual(["accept", "accept-encoding", "connection", "host", "user-agent"]);
    },
  );
});

test("only addresses signed for this workspace are fetched, and not for ever", async ({ box, ana }) => {
  let asked = 0;
  await withImageHost(
    (_, response) => {
      asked++;
      png(response);
    },
    async (host) => {
      const right = signed(box, `http://${host}/a.png`);
      const another = await aMailbox("Other");
      for (const wrong of [
        right.replace("a.png", "b.png"),
        right.replace(/until=\d/, "until=9"),
        right.replace("/api/images/", "/api/images/A"),
        right.replace(/\/api\/images\/[^?]*/, "/api/images/none"),
        signed(another, `http://${host}/a.png`),
        "/api/images/x",
        "/api/images/x?url=&until=",
      ])
        expect((await show(ana, wrong)).status).toBe(403);
      expect((await show(ana, signed(box, `http://${host}/a.png`, Date.now() - 1))).status).toBe(410);
      expect((await show(browser(), right)).status).toBe(401);
    },
  );
  expect(asked).toBe(0);
});

test.describe("what is no image of the web is not shown:", () => {
  for (const url of [
    "http://localhost/a.png",
    "http://127.0.0.1/a.png",
    "http://2130706433/a.png",
    "http://0x7f000001/a.png",
    "http://0177.0.0.1/a.png",
    "http://127.1/a.png",
    "http://[::1]/a.png",
    "http://[::ffff:127.0.0.1]/a.png",
    "http://[::ffff:7f00:1]/a.png",
    "http://169.254.169.254/latest/meta-data",
    "http://10.0.0.1/a.png",
    "http://172.16.0.1/a.png",
    "http://192.168.0.1/a.png",
    "http://100.64.0.1/a.png",
    "http://[fd00::1]/a.png",
    "http://[64:ff9b::7f00:1]/a.png",
    "https://pictures.example.com:22/a.png",
    "https://pictures.example.com:8443/a.png",
    "https://ana:secret@pictures.example.com/a.png",
    "ftp://pictures.example.com/a.png",
    "file:///etc/passwd",
    "gopher://pictures.example.com/",
    "data:image/png;base64,AA==",
  ])
    test(url, async ({ box, ana }) => {
      expect((await show(ana, signed(box, url))).status).toBe(404);
    });

  for (const [what, answer] of [
    ["a page", (response: ServerResponse) => response.setHeader("content-type", "image/png").end("<!doctype html><script>1</script>")],
    ["a drawing with scripts", (response: ServerResponse) => response.setHeader("content-type", "image/svg+xml").end("<svg onload='1'/>")],
    ["nothing", (response: ServerResponse) => response.end()],
    ["packed bytes", (response: ServerResponse) => response.setHeader("content-encoding", "gzip").end(PNG)],
    ["more than five megabytes", (response: ServerResponse) => response.setHeader("content-length", MAX_IMAGE_BYTES + 1).write(PNG)],
  ] as const)
    test(`${what} under the name of an image`, async ({ box, ana }) => {
      await withImageHost(
        (_, response) => void answer(response),
        async (host) => expect((await show(ana, signed(box, `http://${host}/a.png`))).status).toBe(404),
      );
    });
});

test("a redirect into our network is not followed, nor one around a circle", async ({ box, ana }) => {
  for (const location of [
    "http://127.0.0.1:1/admin",
    "http://[::1]/",
    "http://169.254.169.254/",
    "//localhost/",
    "file:///etc/passwd",
    "/a.png",
  ])
    await withImageHost(
      (_, response) => void response.writeHead(302, { location }).end(),
      async (host) => expect((await show(ana, signed(box, `http://${host}/a.png`))).status).toBe(404),
    );
});

test("a host in trouble is said to be in trouble", async ({ box, ana }) => {
  await withImageHost(
    (_, response) => void response.writeHead(500).end(),
    async (host) => expect((await show(ana, signed(box, `http://${host}/a.png`))).status).toBe(502),
  );
});

test("an image without end breaks off at five megabytes, and is never held whole", async ({ box, ana }) => {
  let sent = 0;
  await withImageHost(
    (_, response) => {
      const more = () => {
        while (!response.destroyed) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536, 1))) break;
        }
      };
      response.on("drain", more).write(PNG);
      more();
    },
    async (host) => {
      const answer = await show(ana, signed(box, `http://${host}/a.png`));
      expect(answer.status).toBe(200);
      // Nobody reads yet: what is under way is what the buffers of two sockets hold.
      const ahead = sent;
      const reader = answer.body?.getReader();
      let size = 0;
      const all = (async () => {
        for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) size += part.value.length;
      })();
      await expect(all).rejects.toThrow("larger than 5 MB");
      expect(size).toBeLessThanOrEqual(MAX_IMAGE_BYTES);
      expect(ahead).toBeLessThan(MAX_IMAGE_BYTES * 4);
    },
  );
});
