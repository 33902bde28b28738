import fc from 'fast-check';
import type { DocumentDetails } from '../../subgraphs/billing/domain/document-details.ts';
import type { CustomerIdentity } from '../../subgraphs/billing/domain/reference.ts';

const reference = fc.option(
  fc.constantFrom('PO-2026/0042', 'Bon n° 7 <&> « é »', '注文 12', 'x'.repeat(100)),
);

const address = fc.record({
  line1: fc.constantFrom('Quai 7 & 8', '12 rue des Lilas'),
  line2: fc.option(fc.constant('Bâtiment « B »')),
  postalCode: fc.option(fc.constantFrom('69003', 'D02 R296')),
  city: fc.constantFrom('Lyon', 'Köln', '東京'),
  countryCode: fc.constantFrom('FR', 'DE', 'CH', 'JP'),
});

/** At most one of day and period, as the API takes them. */
const delivery = fc
  .record({
    recipientName: fc.option(fc.constant('Entrepôt Nord')),
    address: fc.option(address),
    date: fc.option(fc.constantFrom('2026-08-31', '2026-09-01')),
    period: fc.option(fc.constant({ start: '2026-08-01', end: '2026-08-31' })),
  })
  .map(({ date, period, ...place }) => ({ ...place, date, period: date === null ? period : null }))
  .filter((given) => Object.values(given).some((part) => part !== null));

/** The details that people write beside the figures of an invoice. */
export const randomDetails: fc.Arbitrary<DocumentDetails> = fc.record({
  purchaseOrder: reference,
  buyerReference: reference,
  contract: reference,
  operationKind: fc.option(fc.constantFrom('GOODS', 'SERVICES', 'MIXED')),
  delivery: fc.option(delivery),
});

const electronicAddress = fc.constantFrom(
  { scheme: '0225', id: '732829320_73282932000074' },
  { scheme: '0009', id: '73282932000074' },
  { scheme: '0088', id: '4012345000009' },
  { scheme: '0204', id: '04011000-12345-03' },
  { scheme: '0230', id: 'C2584563222' },
  { scheme: '0244', id: '51234567' },
  { scheme: '9930', id: 'DE123456789' },
  { scheme: 'EM', id: 'invoices@example.com' },
);

/** The parts of a customer that invoices froze since they are kept, with those of a French company or without. */
export const randomIdentity: fc.Arbitrary<CustomerIdentity> = fc
  .record({
    address: fc.option(address),
    company: fc.constantFrom(
      { siren: null, siret: null },
      { siren: '732829320', siret: null },
      { siren: '732829320', siret: '73282932000074' },
    ),
    electronicAddress: fc.option(electronicAddress),
  })
  .map(({ company, ...parts }) => ({ ...parts, ...company }));
