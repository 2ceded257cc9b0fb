import { expect, test } from "@playwright/test";
import { type FileFacts, warningsOf } from "@/lib/attachments/warnings";
import { attachmentName } from "@/lib/mail/filename";

const warnings = (name: string, facts: Partial<FileFacts> = {}) =>
  warningsOf({ name, contentType: "application/octet-stream", sniffedType: null, scan: "none", ...facts });

test("files that run, lead elsewhere or imitate a page are warned of", () => {
  const kinds = {
    program: ["setup.exe", "saver.SCR", "game.jar", "update.msi"],
    script: ["run.bat", "invoice.js", "a.ps1", "b.vbs", "c.hta", "d.wsf"],
    shortcut: ["open.lnk", "site.url", "share.library-ms"],
    image: ["disk.iso", "disk.img", "disk.vhd"],
    settings: ["fix.reg", "help.chm", "notes.one"],
    macros: ["offer.docm", "prices.xlsm", "show.pptm"],
    page: ["login.html", "drawing.svg", "page.mht", "page.xhtml"],
  };
  for (const [kind, names] of Object.entries(kinds)) for (const name of names) expect([name, ...warnings(name)]).toEqual([name, kind]);
});

test("ordinary files are not", () => {
  for (const name of [
    "report.pdf",
    "photo.jpeg",
    "list.csv",
    "notes.txt",
    "letter.docx",
    "archive.tar.gz",
    "mail.eml",
    "invite.ics",
    "README",
    "v1.2",
  ])
    expect([name, ...warnings(name)]).toEqual([name]);
});

test("two endings are seen through, with spaces and direction marks between them too", () => {
  expect(warnings("invoice.pdf.exe")).toEqual(["program", "twofold"]);
  expect(warnings("photo.jpg                                   .scr")).toEqual(["program", "twofold"]);
  expect(warnings(attachmentName("photo_\u202egpj.exe", "image/jpeg"))).toEqual(["program"]);
  expect(warnings(attachmentName("invoice.pdf\u200b.js ", "application/pdf"))).toEqual(["script", "twofold"]);
});

test("a file that is not what its name says is marked", () => {
  expect(warnings("photo.jpg", { sniffedType: "application/pdf" })).toEqual(["disguised"]);
  expect(warnings("report.pdf", { sniffedType: "text/html" })).toEqual(["disguised"]);
  expect(warnings("photo.png", { sniffedType: "image/svg+xml" })).toEqual(["disguised"]);
  expect(warnings("report.pdf", { sniffedType: "application/x-msdownload" })).toEqual(["program", "disguised"]);
  expect(warnings("notes", { sniffedType: "application/x-elf" })).toEqual(["program"]);
});

test("where the name says nothing, the sender's word counts", () => {
  expect(warnings("picture", { contentType: "image/png; name=x", sniffedType: "application/pdf" })).toEqual(["disguised"]);
  expect(warnings("picture", { contentType: "image/png", sniffedType: "image/png" })).toEqual([]);
  expect(warnings("picture", { contentType: "application/octet-stream", sniffedType: "application/pdf" })).toEqual([]);
  expect(warnings("report.pdf", { contentType: "image/png", sniffedType: "application/pdf" })).toEqual([]);
});

test("formats that share their first bytes are not told apart", () => {
  for (const [name, sniffedType] of [
    ["letter.docx", "application/zip"],
    ["letter.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    ["locked.xlsx", "application/x-cfb"],
    ["old.doc", "application/x-cfb"],
    ["old.doc", "application/rtf"],
    ["table.csv", "text/plain"],
    ["data.xml", "application/xml"],
    ["clip.mp4", "video/quicktime"],
    ["talk.m4a", "video/mp4"],
  ] as const)
    expect([name, ...warnings(name, { sniffedType })]).toEqual([name]);
});

test("only a scanner that found nothing takes its warning back", () => {
  expect(warnings("a.pdf", { scan: "clean" })).toEqual([]);
  expect(warnings("a.pdf", { scan: "none" })).toEqual([]);
  for (const scan of ["waiting", "infected", "unscannable"] as const) expect(warnings("a.exe", { scan })).toEqual([scan, "program"]);
});
