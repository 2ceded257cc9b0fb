import { mailDate } from "../compose";
import { support } from "../people";
import type { DemoPost } from "../post";

const MINUTE_MS = 60_000;

/** What no person wrote: a bounce, a forwarded mail inside a mail, and an event of a kind nobody here knows. */
export function automated(now: Date): { date: Date; post: DemoPost }[] {
  const at = (minutesAgo: number) => new Date(Math.floor(now.getTime() / 1000) * 1000 - minutesAgo * MINUTE_MS);
  return [
    { date: at(1_030), post: raw(bounce(at(1_030))) },
    { date: at(150), post: raw(forwarded(at(150), at(4_000))) },
    { date: at(75), post: unknownEvent(at(75)) },
  ];
}

/** A report that a mail was not delivered (RFC 3464). */
function bounce(date: Date): string {
  return `Return-Path: <>
Received: from mx.postbox.example by mx.fernhill.example; ${mailDate(date)}
Date: ${mailDate(date)}
From: Mail Delivery System <mailer-daemon@mx.postbox.example>
To: ${support.address}
Subject: Undelivered mail returned to sender
Message-ID: <bounce.${date.getTime()}@mx.postbox.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="report"

--report
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be
delivered to one of its recipients:

  <ada.whitlok@postbox.example>: 550 5.1.1 No such user here

--report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.postbox.example
Arrival-Date: ${mailDate(date)}

Final-Recipient: rfc822; ada.whitlok@postbox.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user here

--report
Content-Type: text/rfc822-headers

From: Mara Lindqvist <mara@fernhill.example>
To: ada.whitlok@postbox.example
Subject: Your windscreen
Message-ID: <windscreen.1@fernhill.example>

--report--
`;
}

function forwarded(date: Date, original: Date): string {
  return `Return-Path: <irene@cordillera.example>
Received: from mx.cordillera.example by mx.fernhill.example; ${mailDate(date)}
Date: ${mailDate(date)}
From: Irene Castro <irene@cordillera.example>
To: Fernhill Support <${support.address}>
Subject: Fwd: question about your fuel bottle
Message-ID: <fwd-fuel-bottle.${date.getTime()}@cordillera.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

--outer
Content-Type: text/plain; charset=utf-8

Hello, this came to our shop but is for you, I think. The mail is attached as it was.

Irene
--outer
Content-Type: message/rfc822

Date: ${mailDate(original)}
From: Sam Idowu <sam.idowu@postbox.example>
To: shop@cordillera.example
Subject: question about your fuel bottle
Message-ID: <fuel-bottle.${original.getTime()}@postbox.example>
Content-Type: text/plain; charset=utf-8

Hi, does the 0.6 l bottle fit the Fernhill pump from 2019? The thread looks the same.

Sam
--outer--
`;
}

// A provider that moved on before we did: kept, shown with its reason, and filed by a later version.
function unknownEvent(date: Date): DemoPost {
  const event = {
    schema_version: 7,
    event_id: `evt_future_${date.getTime()}`,
    type: "email.received",
    created_at: date.toISOString(),
    data: {
      message: {
        author: "felix.baumann@waldpost.example",
        title: "Ersatzteil für Ridge 1?",
        paragraphs: ["Gibt es die Dichtung noch einzeln?"],
      },
    },
  };
  return { contentType: "application/json", headers: {}, body: Buffer.from(JSON.stringify(event), "utf8") };
}

function raw(mail: string): DemoPost {
  return {
    contentType: "message/rfc822",
    headers: { "x-envelope-to": "support@mailroom.localhost" },
    body: Buffer.from(mail.replaceAll("\n", "\r\n"), "utf8"),
  };
}
