/**
 * The bounds of an invoice, except those of quantities, prices and rates, which are beside their forms. Every sum and
 * product of figures within the bounds is exact and fits PostgreSQL's bigint; every amount is also a safe integer of
 * JavaScript.
 */
export const invoiceBounds = {
  /** Lines of one invoice. */
  lines: 1_000,
  /** Allowances of a line, and as many charges. */
  lineAdjustments: 10,
  /** Allowances on an invoice, and as many charges. */
  documentAdjustments: 20,
  /** Minor units of a line's or an invoice's total: 9,999,999,999,999.99 in a currency with two decimals. */
  amountMinor: 999_999_999_999_999n,
  /** The earliest day on an invoice; an older one is a typing error. */
  earliestDay: '1900-01-01',
  /** The latest day on which payment may be due. */
  latestDay: '2999-12-31',
  /** Unicode code points of each text; an import decides number, customer name and stock keeping unit. */
  numberLength: 64,
  customerNameLength: 500,
  skuLength: 64,
  externalReferenceLength: 100,
  noteLength: 2_000,
  documentReferenceLength: 100,
  recipientNameLength: 200,
  descriptionLength: 500,
  unitLength: 20,
  adjustmentReasonLength: 100,
} as const;

/** The bound of amounts in messages. */
export const maxAmountText = `${invoiceBounds.amountMinor.toLocaleString('en')} of the currency's smallest unit`;
