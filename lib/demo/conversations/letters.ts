import { mara, support, tom } from "../people";
import type { DemoConversation, Person } from "../post";
import { review } from "./review";

const DAY = 24 * 60;
const ada: Person = { name: "Ada Whitlock", address: "ada.whitlock@postbox.example" };
const ben: Person = { name: "Ben Sørensen", address: "ben@sorensen.example" };
const greta: Person = { name: "Greta Holm", address: "greta.holm@fjellmagasin.example" };
const chloe: Person = { name: "Chloe Adeyemi", address: "chloe@openpack.example" };

const order: DemoConversation = {
  key: "order-40931",
  mails: [
    {
      from: ada,
      subject: "Can I add a windscreen to order 40931?",
      minutesAgo: 1 * DAY + 130,
      text: "Hi there,\n\nI ordered a Ridge 2 this morning and forgot the windscreen. Is it too late to add one and pay the difference?\n\nThanks,\nAda",
    },
    {
      from: mara,
      to: [ada],
      cc: [support],
      subject: "Re: Can I add a windscreen to order 40931?",
      minutesAgo: 1 * DAY + 85,
      text: "Hi Ada,\n\nnot too late: it is in the box. I have sent you a link for the difference (14.00), no hurry with it.\n\nMara",
    },
  ],
};

const refund: DemoConversation = {
  key: "refund-40610",
  mails: [
    {
      from: ben,
      subject: "Refund for 40610?",
      minutesAgo: 5 * DAY + 75,
      text: "I sent the kettle back two weeks ago (tracking says delivered on the 3rd) and have not seen the money yet. Could you look?",
    },
    {
      from: tom,
      to: [ben],
      cc: [support],
      subject: "Re: Refund for 40610?",
      minutesAgo: 4 * DAY + 1_300,
      text: "Hi Ben,\n\nfound it. The parcel was booked to a different order, our mistake. I released the refund a minute ago; banks take one to three days.\n\nTom",
    },
    {
      from: ben,
      subject: "Re: Refund for 40610?",
      minutesAgo: 2 * DAY + 515,
      text: "It is there. Thanks.",
    },
  ],
};

const magazine: DemoConversation = {
  key: "winter-test",
  mails: [{ from: greta, subject: "Ridge 2 in our winter test: what we wrote down", minutesAgo: 640, text: review }],
};

// Answers between the quotes: nothing here may be folded away.
const retail: DemoConversation = {
  key: "dealer-questions",
  mails: [
    {
      from: chloe,
      subject: "Dealer questions before we sign",
      minutesAgo: 3 * DAY + 1_010,
      as: "mime",
      text: "Hello Fernhill,\n\nbefore we sign the dealer agreement we have three questions:\n\n1. Can we return unsold stock after the season?\n2. Do you deliver spare parts within five working days?\n3. Is the price list of March still valid? (https://fernhill.example/dealers/prices?year=2026&list=march)\n\nOur own terms are at https://openpack.example/terms and you can reach me at chloe@openpack.example or +44 20 7946 0000.\n\nChloe Adeyemi",
    },
    {
      from: mara,
      to: [chloe],
      cc: [support],
      subject: "Re: Dealer questions before we sign",
      minutesAgo: 3 * DAY + 890,
      as: "mime",
      text: "Hi Chloe,\n\nanswers below.\n\n> 1. Can we return unsold stock after the season?\n\nYes, unopened boxes until 31 October, at 90 % of what you paid.\n\n> 2. Do you deliver spare parts within five working days?\n\nInside Europe, yes. Elsewhere ten.\n\n> 3. Is the price list of March still valid?\n\nNo, please use https://fernhill.example/dealers/prices from now on.\n\nMara",
    },
  ],
};

/** Letters from customers, dealers and the press. */
export const letters: DemoConversation[] = [order, refund, magazine, retail];
