import { crc32, deflateSync } from "node:zlib";

/** A picture of soft bands in two colours, as a real PNG (RFC 2083). Colours are `[red, green, blue]`. */
export function picture(width: number, height: number, from: Colour, to: Colour): Uint8Array {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const ridge = height * (0.45 + 0.12 * Math.sin(x / 23) + 0.07 * Math.sin(x / 7));
      const share = y < ridge ? y / height : 0.55 + (0.45 * (y - ridge)) / height;
      for (let band = 0; band < 3; band++) {
        rows[y * (1 + width * 3) + 1 + x * 3 + band] = Math.round((from[band] ?? 0) * (1 - share) + (to[band] ?? 0) * share);
      }
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

type Colour = [red: number, green: number, blue: number];

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A one-page PDF with a title and lines of plain ASCII text. */
export function pdf(title: string, lines: string[]): Uint8Array {
  const quoted = (text: string) => text.replace(/[\\()]/g, "\\$&");
  const rows = lines.map((line) => `0 -18 Td (${quoted(line)}) Tj`).join("\n");
  const content = `BT /F1 20 Tf 56 770 Td (${quoted(title)}) Tj /F1 11 Tf 0 -14 Td\n${rows}\nET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  return Buffer.from(`${body}${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`, "latin1");
}

export interface Invitation {
  uid: string;
  summary: string;
  location: string;
  organiser: string;
  attendee: string;
  start: Date;
  minutes: number;
}

/** An iCalendar request (RFC 5545, RFC 5546). */
export function invitation({ uid, summary, location, organiser, attendee, start, minutes }: Invitation): Uint8Array {
  const stamp = (date: Date) => `${date.toISOString().replace(/[-:]|\.\d{3}/g, "")}`;
  const lines = [
    "BEGIN:VCALENDAR",
    "PRODID:-//Fernhill//Demo//EN",
    "VERSION:2.0",
    "METHOD:REQUEST",
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `DTSTAMP:${stamp(start)}`,
    `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(new Date(start.getTime() + minutes * 60_000))}`,
    `SUMMARY:${summary}`,
    `LOCATION:${location}`,
    `ORGANIZER:mailto:${organiser}`,
    `ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:${attendee}`,
    "STATUS:CONFIRMED",
    "SEQUENCE:0",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n`, "utf8");
}

export function csv(rows: string[][]): Uint8Array {
  return Buffer.from(`${rows.map((row) => row.join(",")).join("\r\n")}\r\n`, "utf8");
}
