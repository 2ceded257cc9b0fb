import type { Refused } from "@/lib/mail/image-address";
import { refusal } from "../v1/answers";

const REFUSALS: Record<Refused, [status: number, sentence: string]> = {
  forged: [403, "This address of an image is not ours."],
  ended: [410, "This address of an image has ended. Open its message again."],
};

/** Answers an address of an image that is not to be followed. */
export function refuseAddress(why: Refused): Response {
  return refusal(...REFUSALS[why]);
}
