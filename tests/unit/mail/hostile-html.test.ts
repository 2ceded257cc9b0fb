import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { Parser } from "htmlparser2";
import { foldHtml } from "@/lib/mail/fold-html";
import { sanitiseHtml } from "@/lib/mail/html";
import { htmlToText } from "@/lib/mail/html-text";
import { foldText } from "@/lib/mail/quotes";

const RUNS = { numRuns: 300, seed: 20260302 };

const piece = fc.constantFrom(
  ...[
    "<p>",
    "</p>",
    "<div",
    "<b>",
    "</b>",
    "<a href=",
    "<img src=",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<svg>",
    "</svg>",
    "<math>",
    "<table>",
    "<td>",
    "</table>",
    "<form>",
    "<noscript>",
    "</noscript>",
  ],
  ...[
    "<template>",
    "<textarea>",
    "<title>",
    "</title>",
    "<xmp>",
    "<plaintext>",
    "<iframe srcdoc=",
    "<!--",
    "-->",
    "<!",
    "<?",
    "<![CDATA[",
    "]]>",
    "</",
    "<",
    ">",
    "/>",
    "=",
    '"',
    "'",
    "`",
    " ",
    "\n",
    "\0",
    "\u00a0",
    "&lt;",
    "&quot;",
    "&#x3c;",
    "&",
    ";",
  ],
  ...[
    "onerror=alert(1)",
    "style=",
    "color:red",
    "background:url(",
    "https://t.test/x",
    "javascript:alert(1)",
    "cid:a",
    "data:image/png;base64,AA==",
    "data-remote-src=",
    "data-cid=",
    "data-tracker",
    "id=body",
    "name=x",
    "class=gmail_quote",
    "width=1 height=1",
  ],
  ...[
    "@import",
    "@media all{",
    "}",
    "{",
    "p{",
    "\\75rl(",
    "u\\rl(",
    ")",
    "/*",
    "*/",
    "expression(",
    "position:fixed",
    "--x:",
    "var(--x)",
    "text",
    "日本",
    "\ud800",
  ],
);
const html = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));

/** What a browser could act on in clean HTML. */
function dangers(clean: string): string[] {
  const found: string[] = [];
  let inStyle = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      inStyle = name === "style";
      if (
        /^(?:script|iframe|object|embed|form|input|button|base|meta|link|svg|math|video|audio|template|noscript|frame|applet|textarea|title|xmp|plaintext)$/.test(
          name,
        )
      )
        found.push(name);
      for (const [attribute, value] of Object.entries(attributes)) {
        if (/^on|^(?:srcset|action|formaction|background|poster|srcdoc|ping|name|autofocus|popover)$/.test(attribute))
          found.push(`${name} ${attribute}`);
        if (attribute === "src" && !value.startsWith("data:image/")) found.push(`${name} src=${value}`);
        if (attribute === "href" && !/^(?:https?:|mailto:|tel:|#m-)/.test(value)) found.push(`${name} href=${value}`);
        if (attribute === "style" && /url\((?!["']?data:image\/)|expression|@|position|\\/i.test(value)) found.push(`style=${value}`);
      }
    },
    ontext(text) {
      if (inStyle && /url\((?!["']?data:image\/)|@(?!media)|expression\(|position:/i.test(text)) found.push(`sheet ${text}`);
    },
    onclosetag() {
      inStyle = false;
    },
  });
  parser.end(clean);
  return found;
}

test.describe("whatever HTML comes in", () => {
  test("nothing a browser acts on is left", () => {
    fc.assert(
      fc.property(html, (dirty) => {
        const result = sanitiseHtml(dirty);
        expect(result.ok ? dangers(result.html) : []).toEqual([]);
      }),
      RUNS,
    );
  });

  test("doing it twice changes nothing", () => {
    fc.assert(
      fc.property(html, (dirty) => {
        const once = sanitiseHtml(dirty);
        if (!once.ok) return;
        const twice = sanitiseHtml(once.html);
        expect(twice.ok && twice.html).toBe(once.html);
      }),
      RUNS,
    );
  });

  test("folding loses nothing, and its text can be read", () => {
    fc.assert(
      fc.property(html, (dirty) => {
        const folded = foldHtml(dirty);
        expect(folded.visible + folded.folded).toBe(dirty);
        expect(typeof htmlToText(dirty)).toBe("string");
      }),
      RUNS,
    );
  });

  test("folding text loses nothing, and always leaves something to read", () => {
    const line = fc.constantFrom(
      "> ",
      ">",
      "On 1 Jan 2026, Ana <a@x.test> wrote:",
      "-----Original Message-----",
      "From: Ana",
      "Sent: today",
      "Subject: x",
      "To: y",
      "words",
      "",
      " ",
      "-- ",
      "Von: A",
      "Datum: B",
      "Betreff: C",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join("\n");
        const { visible, folded } = foldText(text);
        expect(visible + folded).toBe(text);
        if (folded !== "") expect(visible.trim()).not.toBe("");
      }),
      RUNS,
    );
  });
});
