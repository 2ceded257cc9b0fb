import { csv, invitation, pdf, picture } from "../files";
import { mara, support } from "../people";
import type { DemoConversation, Person } from "../post";

const DAY = 24 * 60;
const anders: Person = { name: "Anders Vik", address: "billing@vikmetal.example" };
const depot: Person = { name: "Northgate Warehouse", address: "returns@northgate.example" };
const paul: Person = { name: "Paul Mensah", address: "paul.mensah@outdoorfair.example" };
const nadia: Person = { name: "Nadia Kowalska", address: "nadia@kowalska.example" };
const rui: Person = { name: "Rui Nakamura", address: "rui@contourstudio.example" };

/** Mails with files. `now` dates the invitation. */
export function documents(now: Date): DemoConversation[] {
  return [invoice, returns, fair(now), application, pictures];
}

const invoice: DemoConversation = {
  key: "invoice-2211",
  mails: [
    {
      from: anders,
      subject: "Invoice 2211 – burner heads, November",
      minutesAgo: 4 * DAY + 210,
      as: "mime",
      text: "Hello,\n\nplease find attached the invoice for 1,200 burner heads, delivered on the 12th. Payable within 30 days.\n\nRegards,\nAnders Vik\nVik Metal AS",
      files: [
        {
          filename: "invoice-2211.pdf",
          contentType: "application/pdf",
          bytes: pdf("Invoice 2211", [
            "Vik Metal AS, Verftsgata 2, 7014 Trondheim",
            "To: Fernhill Ltd, Mill Lane 9, Keswick",
            "",
            "1,200 burner heads type R2     3.15 each     3,780.00",
            "Freight                                        140.00",
            "Total                                        3,920.00",
            "",
            "Payable within 30 days. Thank you.",
          ]),
        },
      ],
    },
    {
      from: mara,
      to: [anders],
      cc: [support],
      subject: "Re: Invoice 2211 – burner heads, November",
      minutesAgo: 4 * DAY + 95,
      text: "Hi Anders,\n\nthanks. The delivery note says 1,180 heads. Could you send a corrected one? The rest is fine.\n\nMara",
    },
  ],
};

const returns: DemoConversation = {
  key: "weekly-returns",
  mails: [
    {
      from: depot,
      subject: "Returns of the week",
      minutesAgo: 310,
      text: "Good morning,\n\nfive returns this week, list attached. 40610 was booked twice, please check.\n\nNorthgate Warehouse",
      files: [
        {
          filename: "returns.csv",
          contentType: "text/csv",
          bytes: csv([
            ["order", "article", "reason", "received"],
            ["40555", "Ridge 2", "changed mind", "Mon"],
            ["40610", "Kettle 1.2 l", "lid missing", "Mon"],
            ["40610", "Kettle 1.2 l", "lid missing", "Tue"],
            ["40688", "Windscreen", "wrong size", "Wed"],
            ["40702", "Ridge 1", "piezo", "Thu"],
          ]),
        },
      ],
    },
  ],
};

function fair(now: Date): DemoConversation {
  const start = new Date(now.getTime() + 9 * DAY * 60_000);
  start.setUTCHours(9, 30, 0, 0);
  return {
    key: "fair-visit",
    mails: [
      {
        from: paul,
        subject: "Invitation: stand planning, Outdoor Fair",
        minutesAgo: 1 * DAY + 20,
        as: "mime",
        text: "Hello,\n\nI would like to go through the plan of your stand (hall 4, B12). Half an hour should do. The invitation is attached.\n\nPaul Mensah",
        files: [
          {
            filename: "invite.ics",
            contentType: "text/calendar; method=REQUEST",
            bytes: invitation({
              uid: "stand-b12@outdoorfair.example",
              summary: "Stand planning B12",
              location: "Video call",
              organiser: paul.address,
              attendee: support.address,
              start,
              minutes: 30,
            }),
          },
        ],
      },
    ],
  };
}

const application: DemoConversation = {
  key: "application-workshop",
  mails: [
    {
      from: nadia,
      subject: "Application: repair workshop, part time",
      minutesAgo: 5 * DAY + 560,
      text: "Dear all,\n\nI read that you look for someone in the repair workshop. I have mended bicycles for eleven years and stoves for as long as I can think. My CV is attached; I am free from January.\n\nKind regards,\nNadia Kowalska",
      files: [
        {
          filename: "Nadia Kowalska – CV.pdf",
          contentType: "application/pdf",
          bytes: pdf("Nadia Kowalska", [
            "Repair and assembly",
            "",
            "2015 - today    Bicycle workshop Kowalska, owner",
            "2012 - 2015     Apprentice, precision mechanics",
            "Languages       Polish, English, some Norwegian",
          ]),
        },
      ],
    },
  ],
};

const pictures: DemoConversation = {
  key: "catalogue-pictures",
  mails: [
    {
      from: rui,
      subject: "Catalogue pictures, second round",
      minutesAgo: 88,
      html: '<p>Hi Mara,</p><p>two for the cover. I would take the first: it keeps the sky quiet for the title.</p><p><img src="cid:cover-a" alt="Cover, evening" width="360"><br><i>A, evening</i></p><p><img src="cid:cover-b" alt="Cover, morning" width="360"><br><i>B, morning</i></p><p>The big files follow once you have chosen.</p><p>Rui</p>',
      files: [
        {
          filename: "cover-a.png",
          contentType: "image/png",
          bytes: picture(720, 400, [252, 196, 140], [38, 44, 84]),
          contentId: "cover-a",
        },
        {
          filename: "cover-b.png",
          contentType: "image/png",
          bytes: picture(720, 400, [226, 238, 246], [60, 110, 96]),
          contentId: "cover-b",
        },
      ],
    },
  ],
};
