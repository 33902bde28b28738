/** The most Unicode code points of each text of a product; the table's constraints have the same. */
export const textBounds = { sku: 50, name: 200, description: 2_000, unit: 20 } as const;
