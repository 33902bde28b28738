import fc from 'fast-check';
import type { DocumentLevelAdjustment, LineAdjustment, VatTreatment } from '../../model/amounts.ts';
import type { EInvoice } from '../../model/e-invoice.ts';
import type { DocumentLine } from '../../model/line.ts';
import type { BuyerParty, PostalAddress, SchemeIdentifier, SellerParty } from '../../model/party.ts';

/** Texts without white space at their ends, which readers remove, and with all that XML escapes. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.constantFrom('Dupont & Fils', '<a>"b"</a>', ']]> 感謝', 'two\nlines', "l'été — ½", '#not a code# x'),
  )
  .map((given) => given.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''))
  .filter((given) => given !== '' && !/^#[A-Z]{3}#/.test(given));

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const country = fc.constantFrom('FR', 'DE', 'BE', 'CH', 'GB');
const identifier: fc.Arbitrary<SchemeIdentifier> = fc.record(
  { id: text, scheme: fc.constantFrom('0002', '0009', '0088', 'EM') },
  { requiredKeys: ['id'] },
);
const period = fc
  .record({ start: day, end: day }, { requiredKeys: [] })
  .filter((one) => Object.keys(one).length > 0);
const address: fc.Arbitrary<PostalAddress> = fc.record(
  {
    line1: text,
    line2: text,
    line3: text,
    city: text,
    postCode: text,
    subdivision: text,
    countryCode: country,
  },
  { requiredKeys: ['countryCode'] },
);
const contact = fc
  .record({ name: text, phone: text, email: text }, { requiredKeys: [] })
  .filter((one) => Object.keys(one).length > 0);
const party = {
  name: text,
  tradingName: text,
  legalId: identifier,
  vatId: text,
  electronicAddress: identifier,
  address,
  contact,
};

/** CII has identifiers without a scheme before the others. */
const identifiers = fc
  .array(identifier, { minLength: 1, maxLength: 3 })
  .map((all) => [
    ...all.filter(({ scheme }) => scheme === undefined),
    ...all.filter(({ scheme }) => scheme !== undefined),
  ]);
const seller: fc.Arbitrary<SellerParty> = fc.record(
  { ...party, identifiers, taxRegistrationId: text, legalInformation: text },
  { requiredKeys: ['name', 'address'] },
);
const buyer: fc.Arbitrary<BuyerParty> = fc.record(
  { ...party, identifier },
  { requiredKeys: ['name', 'address'] },
);

const vat: fc.Arbitrary<VatTreatment> = fc.oneof(
  fc.record({ category: fc.constant('S' as const), rateMilli: fc.integer({ min: 1, max: 100_000 }) }),
  fc.record({ category: fc.constantFrom('Z', 'E', 'AE', 'K', 'G', 'O'), rateMilli: fc.constant(0) }),
);
const adjustment: fc.Arbitrary<LineAdjustment> = fc.record(
  {
    isCharge: fc.boolean(),
    amountMinor: amount,
    baseMinor: amount,
    percentMilli: fc.integer({ min: 0, max: 100_000 }),
    reason: text,
    reasonCode: fc.constantFrom('95', 'FC'),
  },
  { requiredKeys: ['isCharge', 'amountMinor'] },
);
const documentAdjustment: fc.Arbitrary<DocumentLevelAdjustment> = fc
  .tuple(adjustment, vat)
  .map(([one, treatment]) => ({ ...one, vat: treatment }));

const line: fc.Arbitrary<DocumentLine> = fc.record(
  {
    id: text,
    note: text,
    quantityE4: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
    unitCode: fc.constantFrom('C62', 'HUR', 'KGM'),
    netMinor: amount,
    orderLine: text,
    period,
    adjustments: fc.array(adjustment, { minLength: 1, maxLength: 2 }),
    priceMicro: fc.bigInt({ min: 0n, max: 10n ** 15n }),
    vat,
    item: fc.record(
      {
        name: text,
        description: text,
        sellerId: text,
        buyerId: text,
        standardId: identifier,
        attributes: fc.array(fc.record({ name: text, value: text }), { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: ['name'] },
    ),
  },
  { requiredKeys: ['id', 'quantityE4', 'unitCode', 'netMinor', 'priceMicro', 'vat', 'item'] },
);

const references = fc
  .record(
    {
      buyerReference: text,
      project: text,
      contract: text,
      purchaseOrder: text,
      salesOrder: text,
      despatchAdvice: text,
      buyerAccounting: text,
      precedingInvoices: fc.array(fc.record({ number: text, issueDate: day }, { requiredKeys: ['number'] }), {
        minLength: 1,
        maxLength: 2,
      }),
    },
    { requiredKeys: [] },
  )
  .filter((one) => Object.keys(one).length > 0);

const delivery = fc
  .record({ recipientName: text, locationId: identifier, date: day, period, address }, { requiredKeys: [] })
  .filter((one) => Object.keys(one).length > 0);

const payment = fc.record(
  {
    meansCode: fc.constantFrom('30', '58', '59', '10'),
    meansText: text.filter((one) => !/[\n\r\t]/.test(one)),
    remittance: text,
    accounts: fc.array(fc.record({ iban: text, name: text, bic: text }, { requiredKeys: ['iban'] }), {
      minLength: 1,
      maxLength: 2,
    }),
  },
  { requiredKeys: ['meansCode'] },
);

/**
 * Documents with any members of the model, whose sums need not add up: readers do not judge them.
 */
export const anyEInvoice: fc.Arbitrary<EInvoice> = fc.record(
  {
    typeCode: fc.constantFrom('380', '381'),
    number: text,
    issueDate: day,
    currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD'),
    accountingTax: fc.record({ currency: fc.constantFrom('GBP', 'ISK'), taxMinor: amount }),
    taxPoint: fc.constantFrom('ISSUE', 'DELIVERY', 'PAYMENT'),
    dueDate: day,
    references,
    notes: fc.array(
      fc.record({ subjectCode: fc.constantFrom('PMT', 'AAB'), text }, { requiredKeys: ['text'] }),
      { minLength: 1, maxLength: 3 },
    ),
    businessProcess: text,
    seller,
    buyer,
    delivery,
    payment,
    paymentTerms: text,
    adjustments: fc.array(documentAdjustment, { minLength: 1, maxLength: 2 }),
    totals: fc.record({
      lineMinor: amount,
      allowanceMinor: amount,
      chargeMinor: amount,
      netMinor: amount,
      taxMinor: amount,
      grossMinor: amount,
      paidMinor: amount,
      roundingMinor: amount,
      dueMinor: amount,
    }),
    vatBreakdown: fc.array(
      fc
        .tuple(
          vat,
          fc.record(
            { baseMinor: amount, taxMinor: amount, exemptionReason: text, exemptionCode: text },
            { requiredKeys: ['baseMinor', 'taxMinor'] },
          ),
        )
        .map(([treatment, sums]) => ({ ...treatment, ...sums })),
      { minLength: 1, maxLength: 2 },
    ),
    lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  },
  {
    requiredKeys: [
      'typeCode',
      'number',
      'issueDate',
      'currency',
      'seller',
      'buyer',
      'totals',
      'vatBreakdown',
      'lines',
    ],
  },
);
