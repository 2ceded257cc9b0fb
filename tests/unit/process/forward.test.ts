import { EventEmitter, once } from "node:events";
import { request as ask, createServer, type IncomingMessage, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { expect, test } from "@playwright/test";
import { forwardTo } from "@/lib/process/forward";

let close: (() => void)[] = [];
test.afterEach(() => {
  for (const one of close) one();
  close = [];
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  close.push(() => void server.close().closeAllConnections());
  return (server.address() as AddressInfo).port;
}

/** A server behind another that forwards to it. Returns the port of the one in front. */
async function behind(listener: RequestListener): Promise<number> {
  return serve(forwardTo(`http://127.0.0.1:${await serve(listener)}`));
}

/** Speaks HTTP by hand and returns all that comes back until the other side hangs up. */
async function say(port: number, ...lines: string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  return text(socket);
}

const seen = (request: IncomingMessage) => JSON.stringify({ method: request.method, url: request.url, ...request.headers });

test("a request arrives as it was sent, with the address of its sender", async () => {
  const port = await behind((request, response) => response.end(seen(request)));
  const answer = await fetch(`http://127.0.0.1:${port}/a%20b?c=%2F&d`, { headers: { cookie: "a=1; b=2", "x-forwarded-proto": "https" } });
  expect(await answer.json()).toMatchObject({
    method: "GET",
    url: "/a%20b?c=%2F&d",
    host: `127.0.0.1:${port}`,
    cookie: "a=1; b=2",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-proto": "https",
  });
});

test("what a proxy in front said of the sender is left as it is", async () => {
  const port = await behind((request, response) => response.end(request.headers["x-forwarded-for"]));
  const answer = await fetch(`http://127.0.0.1:${port}`, { headers: { "x-forwarded-for": "203.0.113.7" } });
  expect(await answer.text()).toBe("203.0.113.7");
});

test("what concerns one connection stays on it", async () => {
  const port = await behind((request, response) => {
    response.setHeader("connection", "x-mine, close");
    response.setHeader("x-mine", "1");
    response.end(seen(request));
  });
  const answer = await say(
    port,
    "GET / HTTP/1.1",
    "Host: mail.test",
    "Connection: close, X-Secret",
    "X-Secret: 1",
    "Upgrade: websocket",
    "TE: trailers",
    "Keep-Alive: timeout=9",
  );
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  expect(head).not.toMatch(/x-mine/i);
  for (const name of ["x-secret", "upgrade", '"te"', "timeout=9"]) expect(body).not.toContain(name);
  expect(body).toContain('"host":"mail.test"');
});

test("somebody who speaks HTTP/1.0 and names no host is answered", async () => {
  const port = await behind((_, response) => {
    response.write("in ");
    response.end("pieces");
  });
  expect(await say(port, "GET / HTTP/1.0")).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\nin pieces$/s);
});

test("a header that comes twice goes out twice", async () => {
  const port = await behind((_, response) => response.setHeader("set-cookie", ["a=1; Path=/", "b=2"]).writeHead(303, "Look there").end());
  const answer = await fetch(`http://127.0.0.1:${port}`, { redirect: "manual" });
  expect([answer.status, answer.statusText, answer.headers.getSetCookie()]).toEqual([303, "Look there", ["a=1; Path=/", "b=2"]]);
});

for (const framing of ["chunked", "of a known length"])
  for (const method of ["POST", "DELETE"])
    test(`the body of a ${method} that is ${framing} arrives whole`, async () => {
      const port = await behind(async (request, response) => response.end(await buffer(request)));
      const body = Buffer.alloc(3_000_000, "0123456789");
      const onward = ask({
        port,
        method,
        headers: framing === "chunked" ? { "transfer-encoding": "chunked" } : { "content-length": body.length },
      });
      onward.end(body);
      const [answer] = (await once(onward, "response")) as [IncomingMessage];
      expect((await buffer(answer)).equals(body)).toBe(true);
    });

for (const [what, method, status] of [
  ["an answer to HEAD", "HEAD", 200],
  ["nothing new", "GET", 304],
  ["nothing", "GET", 204],
] as const)
  test(`${what} ends where it should, and the connection is used again`, async () => {
    const port = await behind((_, response) => response.writeHead(status, method === "HEAD" ? { "content-length": 10 } : {}).end());
    const answer = await say(port, `${method} / HTTP/1.1`, "Host: a", "", `${method} / HTTP/1.1`, "Host: a", "Connection: close");
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(2);
  });

test("a live stream opens before it says anything, and each line comes when it is said", async () => {
  const news = new EventEmitter();
  const port = await behind(async (_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    await once(news, "said");
    response.write("data: 1\n\n");
  });
  const stream = await fetch(`http://127.0.0.1:${port}`);
  expect(stream.headers.get("content-type")).toBe("text/event-stream");
  news.emit("said");
  const reader = stream.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("data: 1\n\n");
  await reader?.cancel();
});

test("when the reader leaves, the stream behind is told", async () => {
  const reader = new EventEmitter();
  const port = await behind((_, response) => {
    response.write("a");
    response.on("close", () => reader.emit("left"));
  });
  const controller = new AbortController();
  await fetch(`http://127.0.0.1:${port}`, { signal: controller.signal });
  const left = once(reader, "left");
  controller.abort();
  await left;
});

test("when the sender of a body leaves, whoever reads it is told", async () => {
  const reader = new EventEmitter();
  const port = await behind((request) => {
    request.once("data", () => reader.emit("begun"));
    buffer(request).catch((error: NodeJS.ErrnoException) => reader.emit("broken", error.code));
  });
  const [begun, broken] = [once(reader, "begun"), once(reader, "broken")];
  const socket = connect(port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf");
  await begun;
  socket.destroy();
  expect(await broken).toEqual(["ECONNRESET"]);
});

test("an answer that breaks in the middle is not taken for a whole one", async () => {
  const port = await behind((_, response) => {
    response.write("half");
    setImmediate(() => response.destroy());
  });
  const answer = await fetch(`http://127.0.0.1:${port}`);
  await expect(answer.text()).rejects.toThrow();
});

test("an answer before the end of a body reaches its sender", async () => {
  const port = await behind((_, response) => response.writeHead(413, { connection: "close" }).end("too large"));
  const socket = connect(port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 100000000\r\n\r\n");
  socket.write(Buffer.alloc(200_000));
  expect(await text(socket)).toContain("too large");
});

test("a server that is gone is a sentence and a status to come back on", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: gone } = server.address() as AddressInfo;
  server.close();
  const port = await serve(forwardTo(`http://127.0.0.1:${gone}`));
  const answer = await fetch(`http://127.0.0.1:${port}`);
  expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([503, "1", expect.stringContaining("Try again")]);
});

test("two hundred at once are each answered with their own", async () => {
  const port = await behind(async (request, response) => response.end(await text(request)));
  const bodies = Array.from({ length: 200 }, (_, at) => `body ${at} `.repeat(1_000));
  const answers = await Promise.all(bodies.map(async (body) => (await fetch(`http://127.0.0.1:${port}`, { method: "POST", body })).text()));
  expect(answers).toEqual(bodies);
});

test("no byte that the parser lets through takes the server down, wherever it stands", async () => {
  const port = await behind((request, response) => response.end(request.method));
  for (let first = 1; first < 256; first += 16) {
    const bytes = Array.from({ length: 16 }, (_, at) => String.fromCharCode(first + at)).filter((byte) => !/[\r\n]/.test(byte));
    await Promise.all(
      bytes.flatMap((byte) => [
        say(port, `GET /a${byte}b HTTP/1.1`, "Host: a", "Connection: close"),
        say(port, "GET / HTTP/1.1", `Host: a${byte}b`, "Connection: close"),
        say(port, "GET / HTTP/1.1", "Host: a", `X-Any: a${byte}b`, `Connection: close, a${byte}b`),
        say(port, "GET / HTTP/1.1", "Host: a", `X${byte}: a`, "Connection: close"),
      ]),
    );
  }
  for (const line of [
    "OPTIONS * HTTP/1.1",
    "GET http://elsewhere.test/ HTTP/1.1",
    "CONNECT a:1 HTTP/1.1",
    "QUERY / HTTP/1.1",
    "PRI * HTTP/2.0",
    "GET",
  ])
    await say(port, line, "Host: a", "Connection: close");
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe("GET");
});
