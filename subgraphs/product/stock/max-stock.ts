/** The largest stock and the largest movement, in thousandths of a unit: far above any, and low enough for 64 bits. */
export const maxStockMilli = 10n ** 15n;
