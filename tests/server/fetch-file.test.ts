import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { fetchFile } from "@/lib/attachments/fetch-file";
import { RefusedAddress } from "@/lib/outside/public-address";

async function withServer(answer: RequestListener, use: (host: string) => Promise<void>) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  try {
    await use(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function read(url: string, trustedHosts: string[] = []): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await fetchFile(url, { trustedHosts })) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test.describe("a file behind a link in a mail", () => {
  for (const url of [
    "http://files.example.com/a.pdf",
    "https://localhost/a.pdf",
    "https://127.0.0.1/a.pdf",
    "https://2130706433/a.pdf",
    "https://0x7f.1/a.pdf",
    "https://0177.0.0.1/a.pdf",
    "https://[::1]/a.pdf",
    "https://[::ffff:127.0.0.1]/a.pdf",
    "https://[fd00::1]/a.pdf",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.5/a.pdf",
    "https://192.168.1.1/a.pdf",
    "https://100.64.0.1/a.pdf",
    "https://0.0.0.0/a.pdf",
    "https://files.example.com:22/a.pdf",
    "https://ana:secret@files.example.com/a.pdf",
    "file:///etc/passwd",
    "gopher://files.example.com/",
    "data:text/plain,hello",
    "not a url",
  ])
    test(`is not fetched from ${url}`, async () => {
      await expect(read(url)).rejects.toThrow(RefusedAddress);
    });

  test("is fetched inside our network only from the host and port the source trusts", async () => {
    await withServer(
      (_, response) => response.end("bytes"),
      async (host) => {
        await expect(read(`http://${host}/a.pdf`)).rejects.toThrow(RefusedAddress);
        await expect(read(`http://${host}/a.pdf`, ["127.0.0.1:1"])).rejects.toThrow(RefusedAddress);
        expect(await read(`http://${host}/a.pdf`, [host])).toBe("bytes");
      },
    );
  });

  test("is not fetched where a trusted host redirects into our network", async () => {
    let reached = false;
    await withServer(
      (_, response) => {
        reached = true;
        response.end("secret");
      },
      (inside) =>
        withServer(
          (_, response) => response.writeHead(302, { location: `http://${inside}/admin` }).end(),
          async (host) => {
            await expect(read(`http://${host}/a.pdf`, [host])).rejects.toThrow(RefusedAddress);
          },
        ),
    );
    expect(reached).toBe(false);
  });

  test("is not fetched around an endless circle", async () => {
    await withServer(
      (request, response) => response.writeHead(302, { location: `${request.url}x` }).end(),
      async (host) => {
        await expect(read(`http://${host}/a`, [host])).rejects.toThrow("redirects more than 3 times");
      },
    );
  });

  test("is asked for again later when the host has trouble", async () => {
    await withServer(
      (_, response) => response.writeHead(503).end(),
      async (host) => {
        const failure = await read(`http://${host}/a`, [host]).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(Error);
        expect(failure).not.toBeInstanceOf(RefusedAddress);
        expect((failure as Error).message).toContain("503");
      },
    );
  });
});
