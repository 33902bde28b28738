/** The maximum number of code points of each text of a product; the table's constraints are made from it. */
export const productBounds = { sku: 50, name: 200, description: 2_000, unit: 20 } as const;

/** The maximum number of code points of a movement's note. */
export const maxNoteLength = 200;

/** The largest stock and the largest movement, in ten-thousandths of a unit: it fits 64 bits. */
export const maxStockE4 = 10n ** 16n;

/** The maximum number of code points of the purpose of a reservation. */
export const maxReferenceLength = 100;

/** The largest number of products of a reservation: an invoice has no more lines. */
export const maxReservationLines = 1_000;
