import { mara, support, tom } from "../people";
import type { DemoConversation, Person } from "../post";

const priya: Person = { name: "Priya Raman", address: "priya.raman@highcamp.example" };
const subject = "Ridge 2 goes out above 2,000 m";
const re = `Re: ${subject}`;
const DAY = 24 * 60;

/** A long one: fourteen mails until the fault is found. */
export const stove: DemoConversation = {
  key: "ridge-2-altitude",
  mails: [
    {
      from: priya,
      subject,
      minutesAgo: 5 * DAY + 410,
      text: "Hello,\n\nwe lead walking groups and carry six of your Ridge 2 stoves. Last week, at about 2,300 m, four of the six went out every few minutes. Down in the valley they burn fine. Nothing is blocked as far as I can see.\n\nIs this known? We leave again on Saturday.\n\nPriya Raman\nHighcamp Tours",
    },
    {
      from: mara,
      to: [priya],
      cc: [support],
      subject: re,
      minutesAgo: 5 * DAY + 335,
      quotes: true,
      text: "Hi Priya,\n\nthanks for the clear description, and sorry about the cold dinners. Could you send me the serial numbers of all six? They are stamped under the valve. And which cartridges did you use?\n\nMara",
    },
    {
      from: priya,
      subject: re,
      minutesAgo: 5 * DAY + 290,
      text: "These go out:\n\nR2-24-11871\nR2-24-11874\nR2-24-11902\nR2-24-11903\n\nThese are fine:\n\nR2-23-08816\nR2-23-08820\n\nAll with the same 230 g winter mix.",
    },
    {
      from: mara,
      to: [tom],
      cc: [support, priya],
      subject: re,
      minutesAgo: 5 * DAY + 260,
      text: "Tom, all four are from this year's batch and the two good ones are from last year's. Did anything change in the jet?",
    },
    {
      from: tom,
      to: [mara],
      cc: [support, priya],
      subject: re,
      minutesAgo: 4 * DAY + 620,
      as: "mime",
      text: "Yes: from number 11800 on the regulator spring comes from a new supplier. On paper it is the same part. I will put one on the bench at low pressure today.\n\nTom",
    },
    {
      from: priya,
      subject: re,
      minutesAgo: 4 * DAY + 540,
      text: "Appreciated. If it helps: they go out faster the fuller the cartridge is.",
    },
    {
      from: tom,
      to: [priya],
      cc: [support],
      subject: re,
      minutesAgo: 4 * DAY + 325,
      text: "It helps a lot. I can make it happen on the bench at 760 hPa with a full cartridge. The spring closes too early. It is ours, not yours.",
    },
    {
      from: mara,
      to: [priya],
      cc: [support],
      subject: re,
      minutesAgo: 4 * DAY + 300,
      text: "Priya, we will swap the four valves. Nothing to pay, and no need to send anything in first. Which address can take a parcel before Friday noon?",
    },
    {
      from: priya,
      subject: re,
      minutesAgo: 3 * DAY + 700,
      text: "The hut, please:\n\nHighcamp Tours\nUpper Station 4\n6491 Realp\n\nSomeone is there from seven. Is it a job for a person with two left hands?",
    },
    {
      from: tom,
      to: [priya],
      cc: [support],
      subject: re,
      minutesAgo: 3 * DAY + 655,
      html: "<p>Two screws and one seal, five minutes each:</p><ol><li>Take the cartridge off and let the stove cool.</li><li>Undo the two 2&nbsp;mm hex screws under the valve.</li><li>Lift the old valve out. <b>Keep the black washer.</b></li><li>New valve in, washer first, screws hand-tight.</li><li>Soap water over the joint: no bubbles, done.</li></ol><p>A hex key is in the parcel.</p><p>Tom</p>",
      text: "Two screws and one seal, five minutes each:\n\n1. Take the cartridge off and let the stove cool.\n2. Undo the two 2 mm hex screws under the valve.\n3. Lift the old valve out. Keep the black washer.\n4. New valve in, washer first, screws hand-tight.\n5. Soap water over the joint: no bubbles, done.\n\nA hex key is in the parcel.\n\nTom",
    },
    {
      from: mara,
      to: [priya],
      cc: [support],
      subject: re,
      minutesAgo: 3 * DAY + 210,
      text: "Six valves are on their way (two to spare). The driver says Thursday before ten.",
    },
    {
      from: priya,
      subject: re,
      minutesAgo: 1 * DAY + 560,
      text: "Arrived at half past nine. All four done, and the third one in under four minutes. We test tonight at the hut, 1,960 m.",
    },
    {
      from: priya,
      subject: re,
      minutesAgo: 410,
      text: "Took one up to 2,430 m this morning. Full cartridge, wind, forty minutes without a flicker. Thank you both. The group had its coffee.",
    },
    {
      from: mara,
      to: [priya],
      cc: [support, tom],
      subject: re,
      minutesAgo: 352,
      quotes: true,
      text: "That is good to read. We will write to everybody else with a number above 11800 today.\n\nHave a good tour,\nMara",
    },
  ],
};
