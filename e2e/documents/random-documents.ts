import fc from 'fast-check';
import type { EInvoice } from '#documents/model/e-invoice.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { toEInvoice } from '../../subgraphs/billing/documents/to-e-invoice.ts';
import { type DocumentDetails, noDocumentDetails } from '../../subgraphs/billing/domain/document-details.ts';
import { type DraftTerms, priceDraft } from '../../subgraphs/billing/domain/price-draft.ts';
import type { CustomerIdentity } from '../../subgraphs/billing/domain/reference.ts';
import { issuableDraft } from '../../subgraphs/billing/domain/testing/drafts.ts';
import { randomDetails, randomIdentity } from './random-details.ts';
import { takeBack } from './take-back.ts';

const seller: SellerDetails = {
  name: 'Comptoir Exemple & Cie',
  legalForm: 'SAS',
  address: { line1: '12 rue de l’Exemple', postalCode: '69003', city: 'Lyon', countryCode: 'FR' },
  siren: '123456782',
  vatId: 'FR11123456782',
  bankAccount: { iban: 'FR1420041010050500013M02606', bic: 'PSSTFRPPPAR' },
  legalMentions: [
    { subject: 'PMD', fr: 'Pénalités de retard : trois fois le taux d’intérêt légal.' },
    'Indemnité < 40 €',
  ],
  paymentTerms: { fr: 'À 30 jours, par virement' },
  vatOnDebits: true,
  operations: 'MIXED',
};

const customers = {
  FR: { lines: ['3 place du Marché', '75001 Paris', 'France'], taxNumber: 'FR44732829320' },
  DE: { lines: ['Marktplatz 1', 'Haus B', 'Stock 3', '10115 Berlin', 'Germany'], taxNumber: 'DE123456789' },
  CH: { lines: ['Bahnhofstrasse 1', '8001 Zürich', 'Switzerland'], taxNumber: 'CHE-123.456.789' },
};

/** The categories without tax, each with its reason and a country in which customers have it. */
const exemptions = {
  E: { reason: 'Exonération de TVA, article 261 du CGI', country: 'FR' },
  AE: { reason: 'Reverse charge', country: 'DE' },
  K: { reason: 'Intra-community supply', country: 'DE' },
  G: { reason: 'Export outside the EU', country: 'CH' },
} as const;

/** The choices that figures do not depend on. */
export interface DocumentChoice {
  readonly number: string;
  readonly currency: string;
  readonly exemption: keyof typeof exemptions;
  /** For a credit note, the part of each line's quantity that it takes back in percent; absent for an invoice. */
  readonly creditedPercent?: number;
  /** The part that credit notes before it took back; none when absent. */
  readonly percentBefore?: number;
  /** References and delivery; none when absent. */
  readonly details?: DocumentDetails;
  /** Null on an invoice from before it was kept. */
  readonly identity?: CustomerIdentity | null;
}

/** Writes the document of a draft that is issued, or of a credit note of it, by billing's own figures. */
export function toDocument(draft: DraftTerms, choice: DocumentChoice): EInvoice {
  const { number, currency, exemption, creditedPercent, percentBefore = 0 } = choice;
  const { details = noDocumentDetails, identity = null } = choice;
  const terms = withExemption(draft, exemption);
  const { country } = exemptions[exemption];
  const common = {
    number,
    currency,
    issueDate: '2026-09-01',
    note: 'Merci — 感謝 <&>',
    pricesIncludeTax: terms.pricesIncludeTax,
    seller,
    customerName: 'Dupont & Fils',
    customerAddressLines: customers[country].lines,
    customerCountryCode: country,
    customerTaxNumber: customers[country].taxNumber,
    ...details,
    customerIdentity: identity,
  };
  const { lines, adjustments } = priceDraft(terms);
  if (creditedPercent === undefined)
    return toEInvoice({
      ...common,
      kind: 'INVOICE',
      dueDate: '2026-10-01',
      isTaxedByLine: false,
      lines,
      adjustments,
    });
  const [, note = { lines: [], adjustments: null }] = takeBack(terms, [
    percentBefore,
    percentBefore + creditedPercent,
  ]);
  return toEInvoice({
    ...common,
    ...note,
    kind: 'CREDIT_NOTE',
    dueDate: null,
    isTaxedByLine: true,
    precedingInvoice: { number: 'F-2026-000001', issueDate: '2026-08-01' },
  });
}

function withExemption(
  { lines, adjustments, ...rest }: DraftTerms,
  category: keyof typeof exemptions,
): DraftTerms {
  const { reason } = exemptions[category];
  const change = <Part extends { readonly taxCategory: unknown }>(part: Part): Part =>
    part.taxCategory === 'AE' ? { ...part, taxCategory: category, taxExemptionReason: reason } : part;
  return {
    ...rest,
    lines: lines.map(change),
    adjustments: adjustments.map((one) => ({ ...one, tax: one.tax && change(one.tax) })),
  };
}

const choice = fc.record(
  {
    number: fc.integer({ min: 1, max: 999_999 }).map((place) => `F-2026-${String(place).padStart(6, '0')}`),
    currency: fc.constantFrom('EUR', 'EUR', 'USD', 'JPY'),
    exemption: fc.constantFrom(...(Object.keys(exemptions) as (keyof typeof exemptions)[])),
    creditedPercent: fc.constantFrom(33, 50, 100),
    details: randomDetails,
    identity: randomIdentity,
  },
  { requiredKeys: ['number', 'currency', 'exemption'] },
);

/**
 * Credit notes that together take back all of an invoice, in two to five parts. Each is a document by itself: a part that is too
 * small to be anything is left out.
 */
export const randomPartition: fc.Arbitrary<EInvoice[]> = fc
  .record({
    draft: issuableDraft,
    chosen: choice,
    cuts: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ draft, chosen, cuts }) => {
    const ends = [...cuts, 100].toSorted((one, other) => one - other);
    return ends.map((end, index) => {
      const percentBefore = ends[index - 1] ?? 0;
      const currency = chosen.currency === 'JPY' ? 'EUR' : chosen.currency;
      return toDocument(draft, { ...chosen, currency, percentBefore, creditedPercent: end - percentBefore });
    });
  })
  .map((notes) => notes.filter(({ lines }) => lines.length > 0));

/** Invoices and credit notes with figures of billing, in all kinds of VAT. */
export const randomDocument: fc.Arbitrary<EInvoice> = fc
  .tuple(issuableDraft, choice)
  // Where a currency has no decimals, the tax of a part of an invoice may differ by more than BR-S-09 allows.
  .filter(([, { currency, creditedPercent = 100 }]) => currency !== 'JPY' || creditedPercent === 100)
  .map(([draft, chosen]) => toDocument(draft, chosen))
  // A small part of small quantities is nothing, which cannot be credited.
  .filter(({ lines }) => lines.length > 0);
