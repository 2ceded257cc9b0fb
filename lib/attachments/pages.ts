/** Pages of a document that can be looked at, and that are read for search. */
export const MAX_SHOWN_PAGES = 30;
