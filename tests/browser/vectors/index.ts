import { css } from "./css";
import { links } from "./links";
import { parsing } from "./parsing";
import { requests } from "./requests";
import { scripts } from "./scripts";

/** Attacks by class, written after what is publicly known of each. */
export const vectors = { scripts, links, requests, css, parsing };
