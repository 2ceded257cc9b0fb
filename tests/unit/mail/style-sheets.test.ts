import { expect, test } from "@playwright/test";
import { styleSheetsOf } from "@/lib/mail/style-sheets";

for (const [what, html, sheets] of [
  ["in the head and in the body", "<head><STYLE type='text/css'>a{}</STYLE></head>x<style\n>b{}</style >", ["a{}", "b{}"]],
  ["without an end", "<style>a{}", ["a{}"]],
  ["without a start", "<style", []],
  ["in comments, as Outlook's are, are none", "<!--[if mso]><style>a{}</style><![endif]--><!--><style>b{}</style>", ["b{}"]],
  ["in a comment without an end are none", "<!-- <style>a{}</style>", []],
  ["that only begin like it are none", "<styled>a</styled><style-sheet>b</style-sheet>", []],
  ["keep what looks like a sheet inside", "<style>a{}<style>b{}</style>", ["a{}<style>b{}"]],
] as const)
  test(`style sheets ${what}`, () => {
    expect(styleSheetsOf(html)).toEqual(sheets);
  });
