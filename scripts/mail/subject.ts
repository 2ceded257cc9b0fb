import { displaySubject } from "@/lib/mail/subject";
import { subjectKey } from "@/lib/mail/subject-key";
import { BadInput, type Verb } from "./verb";

/** `subject`: what a subject is shown as, and under which key two are the same. */
export const subject: Verb = {
  about: "a subject, or a JSON array of them → how it is shown, and the key it is threaded by",
  run: async (input) => describeText(new TextDecoder().decode(input).replace(/\r?\n$/, "")),
  runLine: async (line) => describeText(line),
};

// A subject may begin with a bracket: what is no JSON is the subject itself.
function describeText(text: string) {
  const given = jsonOrText(text);
  if (typeof given === "string") return describeOne(given);
  if (Array.isArray(given) && given.every((one) => typeof one === "string")) return given.map(describeOne);
  throw new BadInput("Give a subject as text, a JSON string, or a JSON array of strings");
}

function jsonOrText(text: string): unknown {
  if (!/^\s*(?:"|\[\s*")/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function describeOne(given: string) {
  return { subject: given, display: displaySubject(given), key: subjectKey(given) };
}
