/**
 * The largest figures an invoice may hold, beside those of its quantities, prices and rates (`schema/`). Every sum and
 * product of figures within them is exact, fits PostgreSQL's bigint, and is also a safe integer of JavaScript, for whoever
 * reads the amounts with one.
 */
export const invoiceBounds = {
  /** Lines of one invoice. */
  lines: 1_000,
  /** Minor units of a line's or an invoice's total: 9,999,999,999,999.99 in a currency with two decimals. */
  amountMinor: 999_999_999_999_999n,
  /** The earliest day on an invoice; what is older is a slip of the pen. */
  earliestDay: '1900-01-01',
  /** The last day payment may be due. */
  latestDay: '2999-12-31',
  /** Unicode code points of each text. */
  externalReferenceLength: 100,
  noteLength: 2_000,
  descriptionLength: 500,
  unitLength: 20,
} as const;
