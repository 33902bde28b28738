import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findRuleViolations } from '#documents/rules/find-rule-violations.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { type DocumentDetails, noDocumentDetails } from '../domain/document-details.ts';
import { type DraftTerms, priceDraft } from '../domain/price-draft.ts';
import type { CustomerIdentity } from '../domain/reference.ts';
import { issuableDraft } from '../domain/testing/drafts.ts';
import { type FrozenDocument, toEInvoice } from './to-e-invoice.ts';

const seller: SellerDetails = {
  name: 'Comptoir',
  legalForm: 'SAS',
  shareCapital: { amount: '7500.00', currency: 'EUR' },
  register: 'RCS Lyon',
  address: { line1: '1 rue Haute', postalCode: '69003', city: 'Lyon', countryCode: 'FR' },
  siren: '732829320',
  siret: '73282932000074',
  vatId: 'FR44732829320',
  legalMentions: ['Pas d’escompte.'],
};

function freeze(
  { pricesIncludeTax, ...terms }: DraftTerms,
  changes: Partial<FrozenDocument> = {},
): FrozenDocument {
  const { lines, adjustments } = priceDraft({ pricesIncludeTax, ...terms });
  return {
    kind: 'INVOICE',
    number: '2026-000001',
    issueDate: '2026-09-01',
    dueDate: null,
    currency: 'EUR',
    note: null,
    isTaxedByLine: false,
    pricesIncludeTax,
    lines,
    adjustments,
    seller,
    customerName: 'Dupont',
    customerAddressLines: ['3 place', 'Cour 2', 'Bât. A', '75001 Paris', 'France'],
    customerCountryCode: 'FR',
    customerTaxNumber: 'FR 40 303 265 045',
    customerIdentity: null,
    ...noDocumentDetails,
    ...changes,
  };
}

const line = {
  productId: null,
  sku: null,
  description: 'Work',
  unit: 'carton',
  quantityE4: 30_000n,
  unitPriceMicro: 1_000_000_000n,
  adjustments: null,
  taxCategory: null,
  taxExemptionReason: null,
  taxRateMilli: 20_000,
};
const oneLine: DraftTerms = { lines: [line], adjustments: [], pricesIncludeTax: false };

test('every draft that can be issued becomes a document that violates no rule, with its very totals', () => {
  fc.assert(
    fc.property(issuableDraft, (draft) => {
      const document = toEInvoice(freeze(draft));
      const { netMinor, taxMinor, totalMinor } = priceDraft(draft).totals;
      assert.deepEqual(findRuleViolations(document), []);
      const { totals } = document;
      assert.deepEqual([totals.netMinor, totals.taxMinor, totals.dueMinor], [netMinor, taxMinor, totalMinor]);
    }),
  );
});

test('a price that includes VAT becomes the price that leads to the net of the line', () => {
  const [found] = toEInvoice(freeze({ ...oneLine, pricesIncludeTax: true })).lines;
  // 3 x 10.00 with 20 % VAT are 25.00 without.
  assert.equal(found?.netMinor, 2500n);
  assert.equal(found?.priceMicro, 833_333_333n);
});

test('a credit note has its amounts above zero and names its invoice', () => {
  const { lines } = priceDraft(oneLine);
  const document = toEInvoice(
    freeze(oneLine, {
      kind: 'CREDIT_NOTE',
      isTaxedByLine: true,
      lines: lines.map((one) => ({
        ...one,
        quantityE4: -one.quantityE4,
        netMinor: -one.netMinor,
        taxMinor: -one.taxMinor,
      })),
      precedingInvoice: { number: '2026-000001', issueDate: '2026-08-01' },
    }),
  );
  assert.equal(document.typeCode, '381');
  assert.deepEqual(document.references?.precedingInvoices, [
    { number: '2026-000001', issueDate: '2026-08-01' },
  ]);
  assert.deepEqual([document.totals.grossMinor, document.lines[0]?.quantityE4], [3600n, 30_000n]);
  assert.equal(document.lines[0]?.priceMicro, 1_000_000_000n);
});

test('the parties have their numbers with the registers that gave them', () => {
  const { seller: from, buyer } = toEInvoice(freeze(oneLine));
  assert.deepEqual(from.legalId, { id: '732829320', scheme: '0002' });
  assert.deepEqual(from.identifiers, [{ id: '73282932000074', scheme: '0009' }]);
  assert.equal(from.legalInformation, 'SAS, share capital €7,500, RCS Lyon');
  const french = toEInvoice(freeze(oneLine), 'fr').seller.legalInformation;
  assert.equal(french?.replace(/\s/g, ' '), 'SAS au capital de 7 500 €, RCS Lyon');
  assert.equal(buyer.vatId, 'FR40303265045');
  assert.deepEqual(buyer.electronicAddress, { id: '303265045', scheme: '0225' });
  assert.deepEqual(buyer.address, {
    line1: '3 place',
    line2: 'Cour 2',
    line3: 'Bât. A, 75001 Paris',
    countryCode: 'FR',
  });
});

test('a tax number that is not a VAT id is a number of the register, and an unknown unit is named', () => {
  const { buyer, lines } = toEInvoice(freeze(oneLine, { customerTaxNumber: 'CHE-123.456.789' }));
  assert.equal(buyer.vatId, undefined);
  assert.deepEqual(buyer.legalId, { id: 'CHE-123.456.789' });
  assert.equal(lines[0]?.unitCode, 'C62');
  assert.deepEqual(lines[0]?.item.attributes, [{ name: 'Unit', value: 'carton' }]);
});

test("the seller's terms are in the language of the document, mentions with the codes of their subjects", () => {
  const terms: SellerDetails = {
    ...seller,
    legalMentions: [
      'Pas d’escompte.',
      { subject: 'PMT', en: '40 EUR for recovery.', fr: 'Indemnité de 40 €.' },
    ],
    paymentTerms: { en: '30 days', fr: '30 jours' },
    vatOnDebits: true,
    operations: 'SERVICES',
  };
  const document = toEInvoice(freeze(oneLine, { seller: terms, note: 'Merci' }), 'fr');
  assert.deepEqual(document.notes, [
    { text: 'Merci' },
    { text: 'Pas d’escompte.' },
    { subjectCode: 'PMT', text: 'Indemnité de 40 €.' },
  ]);
  assert.deepEqual(
    [document.paymentTerms, document.taxPoint, document.businessProcess],
    ['30 jours', 'ISSUE', 'S1'],
  );
  const english = toEInvoice(freeze(oneLine, { seller: terms }), 'en');
  assert.deepEqual([english.notes?.[1]?.text, english.paymentTerms], ['40 EUR for recovery.', '30 days']);
  assert.deepEqual(findRuleViolations(document), []);
});

test('a buyer whose parts were frozen has them in their members, with its SIRET and its electronic address', () => {
  const identity: CustomerIdentity = {
    address: { line1: '3 place', line2: null, postalCode: '75001', city: 'Paris', countryCode: 'FR' },
    siren: '732829320',
    siret: '73282932000074',
    electronicAddress: null,
  };
  const buyerOf = (customerIdentity: CustomerIdentity, customerTaxNumber: string | null) =>
    toEInvoice(freeze(oneLine, { customerTaxNumber, customerIdentity })).buyer;
  assert.deepEqual(buyerOf(identity, null), {
    name: 'Dupont',
    identifier: { id: '73282932000074', scheme: '0009' },
    legalId: { id: '732829320', scheme: '0002' },
    electronicAddress: { id: '732829320', scheme: '0225' },
    address: { line1: '3 place', city: 'Paris', postCode: '75001', countryCode: 'FR' },
  });
  const electronicAddress = { id: 'invoices@example.com', scheme: 'EM' };
  const other = buyerOf({ ...identity, siren: null, siret: null, electronicAddress }, 'FR40303265045');
  assert.deepEqual(other.electronicAddress, electronicAddress);
  assert.deepEqual(other.legalId, { id: '303265045', scheme: '0002' });
  assert.equal(other.identifier, undefined);
});

test('a document names its references, its kind of operation and its delivery', () => {
  const given = { line1: 'Quai 7', line2: null, postalCode: '69007', city: 'Lyon', countryCode: 'FR' };
  const details: DocumentDetails = {
    purchaseOrder: 'PO-1',
    buyerReference: 'Service 12',
    contract: 'C-7',
    operationKind: 'GOODS',
    delivery: { recipientName: 'Entrepôt', address: given, date: '2026-08-31', period: null },
  };
  const document = toEInvoice(freeze(oneLine, { ...details, seller: { ...seller, operations: 'SERVICES' } }));
  assert.deepEqual(document.references, {
    buyerReference: 'Service 12',
    contract: 'C-7',
    purchaseOrder: 'PO-1',
  });
  assert.equal(document.businessProcess, 'B1');
  assert.deepEqual(document.delivery, {
    recipientName: 'Entrepôt',
    date: '2026-08-31',
    address: { line1: 'Quai 7', city: 'Lyon', postCode: '69007', countryCode: 'FR' },
  });
  const bare = toEInvoice(freeze(oneLine));
  assert.deepEqual([bare.references, bare.delivery, bare.businessProcess], [undefined, undefined, undefined]);
});

test('an intra-community supply has a day and a country, given ones or those that are known', () => {
  const supply = {
    ...line,
    taxRateMilli: 0,
    taxCategory: 'K' as const,
    taxExemptionReason: 'Article 262 ter',
  };
  const deliveryOf = (delivery: DocumentDetails['delivery']) =>
    toEInvoice(freeze({ ...oneLine, lines: [supply] }, { delivery, customerCountryCode: 'DE' })).delivery;
  assert.deepEqual(deliveryOf(null), { date: '2026-09-01', address: { countryCode: 'DE' } });
  const period = { start: '2026-08-01', end: '2026-08-31' };
  const empty = { recipientName: null, address: null, date: null, period: null };
  assert.deepEqual(deliveryOf({ ...empty, period }), { period, address: { countryCode: 'DE' } });
  const address = { line1: 'Kai 7', line2: null, postalCode: null, city: 'Linz', countryCode: 'AT' };
  assert.deepEqual(deliveryOf({ ...empty, address }), {
    date: '2026-09-01',
    address: { line1: 'Kai 7', city: 'Linz', countryCode: 'AT' },
  });
});
