/** A long letter: more than sixty lines, to be read to its end. */
export const review = `Dear Fernhill team,

our winter test of nine small stoves is done. It goes to print on the 12th.
As always we send each maker what we wrote down, so that you can correct
figures (not opinions).

WHERE AND WHEN

Three nights at the Storvatn hut, 1,140 m.
Air between -4 and -17 degrees, wind up to 11 m/s.
Water from the lake, 0.5 degrees at the start of each run.
Each stove was used by four people, none of whom knew the prices.

WHAT WE MEASURED WITH YOURS

Boiling one litre, no wind, -5 degrees:      4 min 10 s
Boiling one litre, wind 8 m/s, no screen:    9 min 55 s
Boiling one litre, wind 8 m/s, your screen:  5 min 05 s
Gas for one litre, no wind:                  11.8 g
Gas for one litre, wind, your screen:        14.1 g
Weight with pouch, on our scale:             218 g (you say 214 g)
Packed size:                                 as stated
Noise at one metre:                          64 dB(A)

Figures are the mean of five runs. The third run in wind was
thrown out because someone opened the tent.

WHAT WE LIKED

The valve can be turned with ski mittens. No other stove
in this test could do that.

The flame goes really low. We made scrambled eggs, and they
were scrambled eggs and not a black disc.

The legs lock with a click you can feel. Two of the nine
stoves fell over during the test. Yours did not.

Spare parts are listed with prices on your site, down to
the smallest seal. This should be normal and is not.

WHAT WE DID NOT LIKE

The pouch. It is too tight, and with cold fingers one gives
up and carries the stove in a sock. All four testers did.

The piezo lighter fails below -10 degrees. You say so on page
eleven of the manual. It belongs on page one.

The manual shows the washer upside down (figure 6). With the
washer that way round the joint leaks, which we found out
in the dark.

The windscreen costs extra. Without it the stove is in the
lower third of this test, with it the stove is second.

WHAT WE WILL WRITE

"The best stove of the test for people who really cook, and
the second best for people who melt snow. Buy the windscreen
with it, and keep a lighter in your pocket."

Rating: 8.5 of 10. The winner has 8.7, mostly because of its
weight.

WHAT WE NEED FROM YOU BY THE 8TH

1. Is 214 g with or without the pouch?
2. May we say that figure 6 is wrong and will be corrected?
3. Will the price of 89.00 hold until the end of January?
4. A picture of the valve on white, at least 3,000 pixels wide.

The two test stoves come back to you next week. One of them
has a dent from the second night, which was a tent pole and
nobody's fault. We gladly pay for it.

Thank you for sending them without a contract and without a
phone call every other day. That is not normal either.

Greta Holm
Equipment editor, Fjellmagasin`;
