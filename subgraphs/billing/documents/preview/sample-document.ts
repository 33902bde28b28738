import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { noDocumentDetails } from '../../domain/document-details.ts';
import type { Line } from '../../domain/line.ts';
import { priceDraft } from '../../domain/price-draft.ts';
import type { FrozenDocument } from '../to-e-invoice.ts';

const common = {
  productId: null,
  sku: null,
  adjustments: null,
  taxCategory: null,
  taxExemptionReason: null,
  taxRateMilli: 20_000,
};
const terms = {
  lines: [
    {
      ...common,
      description: 'Étude / Study',
      unit: 'day',
      quantityE4: 25_000n,
      unitPriceMicro: 65_000_000_000n,
    },
    {
      ...common,
      description: 'Lampe / Lamp',
      unit: 'piece',
      quantityE4: 120_000n,
      unitPriceMicro: 4_990_000_000n,
    },
    {
      ...common,
      description: 'Livre / Book',
      unit: 'piece',
      quantityE4: 30_000n,
      unitPriceMicro: 2_450_000_000n,
      taxRateMilli: 5_500,
    },
  ],
  adjustments: [],
  pricesIncludeTax: false,
};

/** Makes up an issued invoice, or a credit note of it, with the data of a seller. */
export function createSampleDocument(seller: SellerDetails, kind: FrozenDocument['kind']): FrozenDocument {
  const { lines } = priceDraft(terms);
  const isCredit = kind === 'CREDIT_NOTE';
  return {
    kind,
    number: isCredit ? 'CN-2026-000000' : '2026-000000',
    issueDate: '2026-09-01',
    dueDate: isCredit ? null : '2026-10-01',
    currency: 'EUR',
    note: null,
    isTaxedByLine: isCredit,
    pricesIncludeTax: false,
    adjustments: null,
    lines: isCredit ? lines.map(takeBack) : lines,
    ...noDocumentDetails,
    seller,
    customerName: 'Société Exemple',
    customerAddressLines: ['1 rue de la Paix', '75002 Paris', 'France'],
    customerCountryCode: 'FR',
    customerTaxNumber: 'FR44732829320',
    customerIdentity: {
      address: {
        line1: '1 rue de la Paix',
        line2: null,
        postalCode: '75002',
        city: 'Paris',
        countryCode: 'FR',
      },
      siren: '732829320',
      siret: '73282932000074',
      electronicAddress: null,
    },
    ...(isCredit && { precedingInvoice: { number: '2026-000000', issueDate: '2026-09-01' } }),
  };
}

function takeBack(line: Omit<Line, 'productId'>): Omit<Line, 'productId'> {
  const { quantityE4, netMinor, taxMinor } = line;
  return { ...line, quantityE4: -quantityE4, netMinor: -netMinor, taxMinor: -taxMinor };
}
