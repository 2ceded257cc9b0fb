/** Pixels. Every row has this height, so that nothing moves when content comes. */
export const ROW_HEIGHT = 76;
