import type { DemoConversation, Person } from "../post";

const DAY = 24 * 60;
const trail: Person = { name: "Trail Notes", address: "notes@trailnotes.example" };
const ledger: Person = { name: "Pennywise Payments", address: "payouts@pennywise.example" };

/** Mails made for many: tables, pictures from elsewhere, and a pixel that reports who opened them. */
export const newsletters: DemoConversation[] = [
  {
    key: "trail-notes-48",
    mails: [
      {
        from: trail,
        subject: "Trail Notes 48: huts that stay open all winter",
        minutesAgo: 260,
        as: "mime",
        headers: [
          ["List-Id", "Trail Notes <notes.trailnotes.example>"],
          ["List-Unsubscribe", "<https://trailnotes.example/leave?u=7>"],
          ["Precedence", "bulk"],
        ],
        text: "Trail Notes 48\n\nHuts that stay open all winter\nFive places with a stove, a door that closes and someone who makes soup.\nhttps://trailnotes.example/48/huts\n\nHow to dry boots without ruining them\nhttps://trailnotes.example/48/boots\n\nLeave this list: https://trailnotes.example/leave?u=7\n",
        html: notes(),
      },
    ],
  },
  {
    key: "payout-november",
    mails: [
      {
        from: ledger,
        subject: "Your payout of 4,218.60 is on its way",
        minutesAgo: 2 * DAY + 700,
        html: payout(),
      },
    ],
  },
];

function notes(): string {
  return `<!doctype html><html><head><title>Trail Notes 48</title><style>
  body{margin:0;background:#eef1ec} .card{background:#ffffff} h1{font:700 26px/32px Georgia,serif;color:#24352b;margin:0 0 8px}
  h2{font:700 18px/24px Georgia,serif;color:#24352b;margin:0 0 6px} p{font:15px/23px Arial,sans-serif;color:#3d463f;margin:0 0 14px}
  .button{background:#2f6b4a;color:#ffffff;text-decoration:none;padding:10px 18px;border-radius:4px;font:700 14px/20px Arial,sans-serif;display:inline-block}
  @media (max-width:560px){.column{display:block;width:100%}}
</style></head><body bgcolor="#eef1ec">
<div style="display:none;max-height:0;overflow:hidden">Five places with a stove, a door that closes and someone who makes soup.</div>
<table width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#eef1ec"><tr><td align="center" style="padding:24px 12px">
  <table width="600" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;width:100%">
    <tr><td style="padding:0 0 16px"><img src="https://img.trailnotes.example/48/logo.png" width="148" height="36" alt="Trail Notes"></td></tr>
    <tr><td class="card"><img src="https://img.trailnotes.example/48/hut.jpg" width="600" height="280" alt="A hut in snow, light in the window" style="display:block;width:100%;height:auto"></td></tr>
    <tr><td class="card" style="padding:28px 32px">
      <h1>Huts that stay open all winter</h1>
      <p>Five places with a stove, a door that closes and someone who makes soup. We slept in all of them last January and would go back to four.</p>
      <p><a class="button" href="https://trailnotes.example/48/huts?utm_source=mail&amp;u=7">Read about the huts</a></p>
    </td></tr>
    <tr><td class="card" style="padding:0 32px 28px"><table width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
      <td class="column" width="48%" valign="top" style="padding-right:4%"><h2>Dry boots, whole boots</h2><p>Newspaper, patience, and never the oven. A shoemaker explains what heat does to glue.</p></td>
      <td class="column" width="48%" valign="top"><h2>Reader's map</h2><p>Sixty springs in the Eastern Alps that still run in October, checked by you.</p></td>
    </tr></table></td></tr>
    <tr><td style="padding:16px 32px;font:12px/18px Arial,sans-serif;color:#6a746c">You get this because you signed up at trailnotes.example.<br><a href="https://trailnotes.example/leave?u=7" style="color:#6a746c">Leave this list</a></td></tr>
  </table>
</td></tr></table>
<img src="https://open.trailnotes.example/o/48/7.gif" width="1" height="1" alt="">
</body></html>`;
}

function payout(): string {
  const row = (name: string, amount: string, style = "") =>
    `<tr><td style="padding:8px 0;border-bottom:1px solid #e4e4ea;${style}">${name}</td><td align="right" style="padding:8px 0;border-bottom:1px solid #e4e4ea;font-variant-numeric:tabular-nums;${style}">${amount}</td></tr>`;
  return `<div style="font:15px/23px Arial,sans-serif;color:#22222a;max-width:520px">
<p><img src="https://cdn.pennywise.example/mark.png" width="32" height="32" alt="Pennywise"></p>
<p>Hello Fernhill,</p>
<p>your payout left today and should be in your account within two banking days.</p>
<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse;font:14px/20px Arial,sans-serif">
${row("47 payments", "4,391.00")}${row("2 refunds", "&minus;86.40")}${row("Fees", "&minus;86.00")}${row("Payout", "4,218.60", "font-weight:bold;")}
</table>
<p style="margin-top:20px"><a href="https://pennywise.example/payouts/po_4821" style="color:#3b4cca">See every payment</a></p>
<p style="color:#77777f;font-size:12px">Pennywise never asks for your password by mail.</p>
<img src="https://cdn.pennywise.example/beacon?id=po_4821" style="width:1px;height:1px" alt=""></div>`;
}
