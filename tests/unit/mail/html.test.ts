import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { frameDocument, framePolicy } from "@/lib/mail/frame";
import { sanitiseHtml } from "@/lib/mail/html";
import { readMail } from "@/lib/mail/read-mail";

function clean(html: string, images = {}) {
  const result = sanitiseHtml(html, images);
  if (!result.ok) throw new Error(result.reason);
  return result;
}

test.describe("HTML of a mail", () => {
  test("keeps what lays out a letter", () => {
    const html =
      '<table width="600" bgcolor="#fff"><tr><td align="center" colspan="2" style="padding:4px;color:red"><h1>Hi</h1><p dir="rtl">x<br />y</p><ul><li>1</li></ul><font face="Arial" size="2">z</font></td></tr></table>';
    expect(clean(html).html).toBe(html);
  });

  test("keeps the text of elements it drops, when it is text", () => {
    expect(clean("<form><label>Name</label><button>Go</button></form><noscript>n</noscript><custom-tag>c</custom-tag>").html).toBe(
      "NameGonc",
    );
  });

  for (const [what, html] of [
    ["scripts", "<script>x</script><script src=//t.test></script>"],
    ["frames", "<iframe src=https://t.test></iframe><frameset><frame src=x></frameset>"],
    ["plug-ins", "<object data=x></object><embed src=x><applet code=x></applet>"],
    [
      "pictures that are programs",
      "<svg onload=x><script>1</script><image href=https://t.test/></svg><math><mi xlink:href=javascript:1>x</mi></math>",
    ],
    ["media", "<video src=x poster=https://t.test/p></video><audio src=x autoplay></audio>"],
    [
      "the document's own settings",
      "<meta http-equiv=refresh content=0><base href=https://t.test/><link rel=stylesheet href=https://t.test/><title>t</title>",
    ],
    [
      "templates and raw text",
      "<template><img src=x onerror=1></template><xmp><img src=x onerror=1></xmp><textarea><img src=x></textarea><plaintext><img src=x>",
    ],
  ] as const) {
    test(`loses ${what}, and what is in them`, () => {
      expect(clean(html).html).toBe("");
    });
  }

  test("loses every attribute that runs, submits or loads", () => {
    const html =
      '<p onclick=1 onmouseover=1 autofocus tabindex=1 contenteditable popover formaction=x name=body ping=x is=x slot=x part=x srcdoc=x lowsrc=x dynsrc=x>x</p><img src=x srcset="https://t.test/a 2x" onerror=1 usemap=#m loading=lazy longdesc=x>';
    expect(clean(html).html).toBe("<p>x</p><img />");
  });

  for (const href of [
    "javascript:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "\u00a0javascript:alert(1)",
    "\u2028javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "vbscript:x",
    "data:text/html,x",
    "blob:https://x/1",
    "file:///etc/passwd",
    "about:blank",
    "view-source:x",
    "relative/path",
    "/absolute",
    "?query",
    "\\\\host\\share",
    "https:",
    `https://x.test/${"a".repeat(10_000)}`,
  ]) {
    test(`has no link to ${JSON.stringify(href.slice(0, 40))}`, () => {
      expect(clean(`<a href="${href}">x</a>`).html).toBe("<a>x</a>");
    });
  }

  test("opens its links apart and tells nobody where from", () => {
    expect(clean('<a href="HTTPS://X.test/a?b=1&amp;c" target="_self" rel="opener">x</a>').html).toBe(
      '<a href="https://x.test/a?b=1&amp;c" target="_blank" rel="noopener noreferrer nofollow ugc">x</a>',
    );
    expect(clean('<a href="mailto:a@x.test">m</a><a href="tel:+1">t</a><a href="www.x.test">w</a>').html.match(/href="[^"]*"/g)).toEqual([
      'href="mailto:a@x.test"',
      'href="tel:+1"',
      'href="http://www.x.test/"',
    ]);
  });

  test("keeps its anchors apart from names the document has", () => {
    expect(clean('<a href="#body">x</a><p id="body">y</p><a name="cookie">z</a><p id="a b">w</p>').html).toBe(
      '<a href="#m-body">x</a><p id="m-body">y</p><a id="m-cookie">z</a><p>w</p>',
    );
  });
});

test.describe("pictures of a mail", () => {
  test("from elsewhere keep their place and address, and load nothing", () => {
    const result = clean('<img src="https://i.test/a.png" width="10" alt="a"><img src="//i.test/b.png"><img src="http://i.test/a b.png">');
    expect(result.remoteImages).toEqual(["https://i.test/a.png", "https://i.test/b.png", "http://i.test/a%20b.png"]);
    expect(result.html).not.toMatch(/ src=/);
    expect(result.html).toContain('<img width="10" alt="a" data-remote-src="https://i.test/a.png" />');
  });

  test("from elsewhere come through the proxy once the reader wants them", () => {
    const remoteUrl = (url: string) => `/proxy?u=${encodeURIComponent(url)}`;
    const { html } = clean('<img src="https://i.test/a.png"><p style="background:url(https://i.test/b.png)">x</p>', { remoteUrl });
    expect(html.match(/\/proxy\?u=[^")]*/g)).toEqual(["/proxy?u=https%3A%2F%2Fi.test%2Fa.png", "/proxy?u=https%3A%2F%2Fi.test%2Fb.png"]);
  });

  test("nobody is meant to see stay out, allowed or not", () => {
    const pixels = [
      'width="1" height="1"',
      'width="0" height="0"',
      'style="display:none"',
      'style="width:1px;height:1px"',
      'style="opacity:0"',
      'width="2px" height="2px"',
    ];
    for (const pixel of pixels) {
      const result = clean(`<img src="https://t.test/o.gif" ${pixel}>`, { remoteUrl: (url: string) => url });
      expect([result.trackers, result.remoteImages]).toEqual([["https://t.test/o.gif"], []]);
      expect(result.html).toBe("<img data-tracker />");
    }
  });

  test("that came with it are the mail's own parts only", () => {
    const cidUrl = (contentId: string) => (contentId === "a b@x" ? "/attachments/1" : undefined);
    const result = clean('<img src="cid:a%20b@x"><img src="CID:other@x">', { cidUrl });
    expect(result.cids).toEqual(["a b@x", "other@x"]);
    expect(result.html).toBe('<img src="/attachments/1" data-cid="a b@x" /><img data-cid="other@x" />');
  });

  test("in the address itself are shown when they are pictures", () => {
    expect(clean('<img src="data:image/png;base64,AA==">').html).toBe('<img src="data:image/png;base64,AA==" />');
    for (const url of [
      "data:image/svg+xml;base64,AA==",
      "data:text/html,x",
      "data:image/png,<svg",
      "data:,",
      "blob:x",
      "javascript:1",
      "x.png",
    ]) {
      expect(clean(`<img src="${url}">`).html).toBe("<img />");
    }
  });
});

test.describe("styles of a mail", () => {
  const sheet = (css: string) => /<style>(.*?)<\/style>/.exec(clean(`<style>${css}</style>x`).html)?.[1];
  const inline = (css: string) => / style="([^"]*)"/.exec(clean(`<p style="${css.replaceAll('"', "&quot;")}">x</p>`).html)?.[1];

  test("keep type, colour, boxes and media queries", () => {
    expect(sheet("p { color: red; margin: 0 auto } @media (max-width: 600px) { .a > td { width: 100% !important } }")).toBe(
      "p{color:red;margin:0 auto}@media (max-width:600px){.a>td{width:100%!important}}",
    );
    expect(inline("font:12px/1.5 Arial;background:linear-gradient(#fff,#000)")).toBe(
      "font:12px/1.5 Arial;background:linear-gradient(#fff,#000)",
    );
  });

  for (const css of [
    "background:url(https://t.test/a.png)",
    "background:URL('https://t.test/a.png')",
    "background:u\\rl(https://t.test)",
    "background:\\75rl(https://t.test)",
    "background:url(\\68ttps://t.test)",
    "background:image-set('https://t.test/a' 1x)",
    "background:-webkit-image-set(url(https://t.test) 1x)",
    "background:cross-fade(url(https://t.test), red)",
    "background:element(#x)",
    "background:paint(x)",
    "background:var(--x)",
    "--x:url(https://t.test)",
    "width:expression(alert(1))",
    "width:attr(x)",
    "width:env(x)",
    "behavior:url(x.htc)",
    "-moz-binding:url(x.xml#y)",
    "position:fixed",
    "position:sticky",
    "content:'</style><img>'",
    "list-style-image:url(//t.test/x)",
    "border-image:url(https://t.test) 1",
    "cursor:url(https://t.test),auto",
    "filter:url(https://t.test#x)",
    "mask:url(https://t.test)",
    "src:url(https://t.test)",
    "animation:x 1s",
    "transform:scale(99)",
    "z-index:9999",
    "top:0",
    "inset:0",
    "pos\\69tion:fixed",
    "background:url(data:image/svg+xml,<svg/>)",
  ]) {
    test(`lose ${css}`, () => {
      expect(inline(css)).toBeUndefined();
      expect(sheet(`p{${css}}`)).toBeUndefined();
    });
  }

  test("bring no other sheet, font, animation or condition", () => {
    for (const css of [
      "@import url(https://t.test);",
      "@import 'https://t.test';",
      "@font-face{font-family:x;src:url(https://t.test)}",
      "@keyframes x{from{color:red}}",
      "@charset 'utf-7';",
      "@namespace url(x);",
      "@supports (display:grid){p{color:red}}",
      "@document url(x){p{color:red}}",
      "@media screen and (x:\\75rl){p{color:red}}",
      "@page{margin:0}",
    ]) {
      expect(sheet(css)).toBeUndefined();
    }
  });

  test("cannot end the element they stand in", () => {
    for (const css of [
      'p{font-family:"</style><img src=x onerror=1>"}',
      "p{color:red}/*</style><script>*/",
      "p[x='</style>']{color:red}",
      "p{color:red}<!--</style>-->",
    ]) {
      expect(clean(`<style>${css}</style>`).html.match(/<\/style/g)?.length ?? 0).toBeLessThanOrEqual(1);
      expect(clean(`<style>${css}</style>`).html).not.toMatch(/<img[^>]*onerror|<script/);
    }
  });

  test("say when they know a dark page", () => {
    expect(clean("<style>@media (prefers-color-scheme: dark){p{color:white}}</style>").dark).toBe(true);
    expect(clean("<style>:root{color-scheme:light dark}</style>").dark).toBe(true);
    expect(clean("<style>p{color:red}</style>").dark).toBe(false);
  });

  test("of damaged sheets keep what can be read", () => {
    expect(sheet("p{color:red} }}} q{margin:0 @@@ r{color:blue")).toContain("p{color:red}");
  });
});

test.describe("too much for a browser is said so, not laid out", () => {
  for (const [reason, html] of [
    ["too-large", "a".repeat(2_100_000)],
    ["too-deep", "<div>".repeat(50_000)],
    ["too-deep", "<b><i>".repeat(1_500)],
    ["too-many-tags", "<p>x</p>".repeat(70_000)],
  ] as const) {
    test(`${reason}: ${html.slice(0, 6)} ${html.length} times`, () => {
      expect(sanitiseHtml(html)).toEqual({ ok: false, reason });
    });
  }

  test("what is only long is laid out", () => {
    expect(clean(`<p ${Array.from({ length: 50_000 }, (_, at) => `a${at}=1`).join(" ")}>x</p>`).html).toBe("<p>x</p>");
    expect(clean(`<style>${".a{color:red}".repeat(10_000)}</style><p>x</p>`).ok).toBe(true);
    expect(clean(`<p style="color:${"(".repeat(10_000)}">x</p>`).html).toBe("<p>x</p>");
  });
});

test("doing it twice changes nothing", () => {
  const newsletter = readMail(readFileSync("tests/fixtures/newsletter.eml")).html ?? "";
  const images = { cidUrl: (contentId: string) => `/cid/${contentId}` };
  for (const html of [
    newsletter,
    '<body bgcolor=red text=blue background="https://t.test/x"><a name=x href=#x>1</a><img src=cid:a%20b><img src=https://t.test/a width=1 height=1><img src=https://t.test/b><p id=x style="color:red;top:0">2',
    "<b><p>x</b>y</p><table><p>z<td>1</table></div></div><style>p{content:'<'}q{quotes:'<' '>'}</style>&lt;script&gt;&amp;amp;",
    '<form><form><math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  ]) {
    const once = clean(html, images).html;
    expect(clean(once, images).html).toBe(once);
    expect(once).not.toMatch(/<[^>]*\son\w+=(?![^<]*")/);
  }
});

test("a newsletter full of trackers names them and loads nothing", () => {
  const result = clean(readMail(readFileSync("tests/fixtures/newsletter.eml")).html ?? "");
  expect(result.trackers).toEqual(["https://t.news.test/open.gif?u=17", "https://t.news.test/h.gif"]);
  expect(result.html.replaceAll(/data-remote-src="[^"]*"|href="https:\/\/news\.test[^"]*"/g, "")).not.toMatch(/https?:|url\(/);
});

test.describe("the frame's document", () => {
  test("states its policy before the first byte of the mail", () => {
    const html = frameDocument("<p>mail</p>");
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<style>"));
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("mail</p>"));
  });

  test("lets in images from our own routes only", () => {
    expect(framePolicy(["https://acme.test/api/attachments/", "https://x.test; script-src *", "*", "'self'", "javascript:"])).toBe(
      "default-src 'none'; img-src data: blob: https://acme.test/api/attachments/; style-src 'unsafe-inline'; font-src 'none'; form-action 'none'; base-uri 'none'; frame-src 'none'",
    );
  });
});
