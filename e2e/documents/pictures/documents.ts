import type { EInvoice } from '#documents/model/e-invoice.ts';
import type { DocumentLanguage } from '#documents/pdf/words.ts';
import { parseQuantity } from '#schema/quantity.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { parseUnitPrice } from '#schema/unit-price.ts';
import type { FrozenCustomer } from '../../../subgraphs/billing/documents/document-parties.ts';
import { toEInvoice } from '../../../subgraphs/billing/documents/to-e-invoice.ts';
import type { DocumentAdjustmentTerms } from '../../../subgraphs/billing/domain/adjustment.ts';
import {
  type DocumentDetails,
  noDocumentDetails,
} from '../../../subgraphs/billing/domain/document-details.ts';
import type { LineTerms } from '../../../subgraphs/billing/domain/line.ts';
import { priceDraft } from '../../../subgraphs/billing/domain/price-draft.ts';
import { takeBack } from '../take-back.ts';

const lyon: SellerDetails = {
  name: 'Atelier Lumen',
  legalForm: 'SAS',
  shareCapital: { amount: '50000.00', currency: 'EUR' },
  register: 'RCS Lyon',
  address: { line1: '18 quai Saint-Vincent', postalCode: '69001', city: 'Lyon', countryCode: 'FR' },
  siren: '732829320',
  siret: '73282932000074',
  vatId: 'FR44732829320',
  email: 'compta@lumen.example',
  phone: '+33 4 72 00 00 00',
  bankAccount: { iban: 'FR1420041010050500013M02606', bic: 'PSSTFRPPLYO' },
  legalMentions: [
    'Pénalités de retard : trois fois le taux d’intérêt légal, exigibles sans rappel.',
    'Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : 40 €.',
    'Pas d’escompte pour paiement anticipé.',
  ],
};

const dublin: SellerDetails = {
  name: 'Harbour Light Ltd',
  address: {
    line1: '42 Sir John Rogerson’s Quay',
    postalCode: 'D02 R296',
    city: 'Dublin 2',
    countryCode: 'IE',
  },
  vatId: 'IE6388047V',
  email: 'accounts@harbourlight.example',
  phone: '+353 1 555 0100',
  bankAccount: { iban: 'IE29AIBK93115212345678', bic: 'AIBKIE2D' },
  legalMentions: [
    'Interest on late payments: 8 percentage points above the reference rate of the ECB, and €40 for the costs of recovery.',
  ],
};

const noNumbers = { siren: null, siret: null, electronicAddress: null };

const brasserie: FrozenCustomer = {
  customerName: 'Brasserie du Canal',
  customerAddressLines: ['7 rue des Tanneurs', '59000 Lille', 'France'],
  customerCountryCode: 'FR',
  customerTaxNumber: 'FR40303265045',
  customerIdentity: {
    ...noNumbers,
    address: {
      line1: '7 rue des Tanneurs',
      line2: null,
      postalCode: '59000',
      city: 'Lille',
      countryCode: 'FR',
    },
    siren: '303265045',
    siret: '30326504500011',
  },
};
const brasserieDetails: DocumentDetails = {
  ...noDocumentDetails,
  purchaseOrder: 'BC-2026-114',
  operationKind: 'MIXED',
  delivery: {
    recipientName: 'Brasserie du Canal, terrasse',
    address: { line1: '2 quai du Wault', line2: null, postalCode: '59800', city: 'Lille', countryCode: 'FR' },
    date: '2026-09-11',
    period: null,
  },
};
const bakery: FrozenCustomer = {
  customerName: 'Murphy & Daughters Bakery',
  customerAddressLines: ['Unit 4, Monahan Road', 'Cork T12 W8KP', 'Ireland'],
  customerCountryCode: 'IE',
  customerTaxNumber: 'IE6388047V',
  customerIdentity: {
    ...noNumbers,
    address: {
      line1: 'Unit 4, Monahan Road',
      line2: null,
      postalCode: 'T12 W8KP',
      city: 'Cork',
      countryCode: 'IE',
    },
  },
};
const berlin: FrozenCustomer = {
  customerName: 'Lichthaus Berlin GmbH',
  customerAddressLines: ['Oranienstraße 25', '10999 Berlin', 'Germany'],
  customerCountryCode: 'DE',
  customerTaxNumber: 'DE136695976',
  customerIdentity: {
    ...noNumbers,
    address: {
      line1: 'Oranienstraße 25',
      line2: null,
      postalCode: '10999',
      city: 'Berlin',
      countryCode: 'DE',
    },
  },
};

/** A line as `quantity unit x price`. */
function line(description: string, text: string, others: Partial<LineTerms> = {}): LineTerms {
  const {
    quantity = '',
    unit = '',
    price = '',
  } = /^(?<quantity>\S+) (?<unit>.+) x (?<price>\S+)$/.exec(text)?.groups ?? {};
  const { value: quantityE4 } = parseQuantity(quantity);
  const { value: unitPrice } = parseUnitPrice(price, 'EUR');
  if (quantityE4 === undefined || unitPrice === undefined) throw new Error(`Not a line: ${text}`);
  return {
    productId: null,
    sku: null,
    description,
    unit,
    quantityE4,
    unitPriceMicro: unitPrice.amountMicro,
    adjustments: null,
    taxCategory: null,
    taxExemptionReason: null,
    taxRateMilli: 20_000,
    ...others,
  };
}

const loyalty: DocumentAdjustmentTerms = {
  isCharge: false,
  reason: 'Remise fidélité',
  percentMilli: 5000,
  amountMinor: 0n,
  tax: null,
};

const frenchLines = [
  line('Suspension laiton brossé, Ø 40 cm', '6 pièces x 189.00', {
    sku: 'LUM-0412',
    adjustments: [{ isCharge: false, reason: 'Remise quantité', percentMilli: 10_000, amountMinor: 11_340n }],
  }),
  line(
    'Applique murale orientable, verre opalin, avec variateur et ampoule LED 2700 K remplaçable',
    '12 pièces x 64.50',
    {
      sku: 'LUM-0077',
    },
  ),
  line('Pose et raccordement', '9.5 heures x 58.00'),
  line('Catalogue imprimé « Lumière douce »', '20 exemplaires x 4.90', { sku: 'CAT-26', taxRateMilli: 5500 }),
];

const irishLines = [
  line('Pendant lamp, brushed brass, 40 cm', '4 pieces x 210.00', { sku: 'HL-0412', taxRateMilli: 23_000 }),
  line('Dimmer for LED, 150 W', '4 pieces x 38.75', { sku: 'HL-0090', taxRateMilli: 23_000 }),
  line('Installation and wiring', '6.5 hours x 62.00', { taxRateMilli: 13_500 }),
];

const reverseCharge = {
  taxRateMilli: 0,
  taxCategory: 'AE',
  taxExemptionReason: 'Reverse charge, article 196 of Directive 2006/112/EC',
} as const;
const services = [
  line('Lighting design for the showroom at Oranienstraße', '5 days x 720.00', reverseCharge),
  line('Supervision on site', '11.25 hours x 85.00', reverseCharge),
];

/** An invoice of as many lines as asked for, with names of unlike lengths and two rates of VAT. */
export function createLongInvoice(lineCount: number): EInvoice {
  const goods = [
    'Dimmer for LED, 150 W',
    'Glass shade, opal, 20 cm',
    'Cable with textile sheath, black, sold by the metre',
  ];
  const lines = Array.from({ length: lineCount }, (_, index) =>
    line(
      goods[index % goods.length] ?? '',
      `${(index % 12) + 1} ${index % 3 === 2 ? 'm' : 'pieces'} x ${(index % 40) + 3}.45`,
      {
        sku: `HL-${String(1000 + index)}`,
        taxRateMilli: index % 10 === 9 ? 13_500 : 23_000,
      },
    ),
  );
  return createInvoice({ number: 'INV-2026-0092', seller: dublin, customer: bakery, lines });
}

interface DocumentTerms {
  readonly number: string;
  readonly seller: SellerDetails;
  readonly customer: FrozenCustomer;
  readonly lines: readonly LineTerms[];
  readonly note?: string;
  readonly details?: DocumentDetails;
  readonly language?: DocumentLanguage;
}

function createInvoice(terms: DocumentTerms, adjustments: readonly DocumentAdjustmentTerms[] = []): EInvoice {
  const { number, seller, customer, lines, note = null, details = noDocumentDetails, language } = terms;
  const draft = { lines, adjustments, pricesIncludeTax: false };
  return toEInvoice(
    {
      ...customer,
      ...details,
      ...priceDraft(draft),
      kind: 'INVOICE',
      number,
      seller,
      note,
      currency: 'EUR',
      issueDate: '2026-09-14',
      dueDate: '2026-10-14',
      isTaxedByLine: false,
    },
    language,
  );
}

function createCreditNote(terms: DocumentTerms): EInvoice {
  const { number, seller, customer, lines, note = null, details = noDocumentDetails, language } = terms;
  const parts = takeBack({ lines, adjustments: [], pricesIncludeTax: false }, [100]);
  const [credited = { lines: [], adjustments: null }] = parts;
  return toEInvoice(
    {
      ...customer,
      ...details,
      ...credited,
      kind: 'CREDIT_NOTE',
      number,
      seller,
      note,
      currency: 'EUR',
      issueDate: '2026-09-21',
      dueDate: null,
      pricesIncludeTax: false,
      isTaxedByLine: true,
      precedingInvoice: { number: 'F-2026-000318', issueDate: '2026-09-14' },
    },
    language,
  );
}

/** Documents that show each form of the layout, with the figures of billing. */
export const pictureDocuments: readonly {
  readonly name: string;
  readonly language: DocumentLanguage;
  readonly document: EInvoice;
}[] = [
  {
    name: 'document-french',
    language: 'fr',
    document: createInvoice(
      {
        number: 'F-2026-000318',
        language: 'fr',
        seller: lyon,
        customer: brasserie,
        lines: frenchLines,
        details: brasserieDetails,
        note: 'Chantier de la salle du rez-de-chaussée.',
      },
      [loyalty],
    ),
  },
  {
    name: 'document-english',
    language: 'en',
    document: createInvoice({ number: 'INV-2026-0091', seller: dublin, customer: bakery, lines: irishLines }),
  },
  {
    name: 'document-credit-note',
    language: 'fr',
    document: createCreditNote({
      number: 'A-2026-000012',
      language: 'fr',
      seller: lyon,
      customer: brasserie,
      lines: frenchLines.slice(1, 2).map((one) => ({ ...one, quantityE4: 20_000n })),
      details: brasserieDetails,
      note: 'Deux appliques reprises, verre ébréché.',
    }),
  },
  {
    name: 'document-many-lines',
    language: 'en',
    document: createLongInvoice(300),
  },
  {
    name: 'document-reverse-charge',
    language: 'en',
    document: createInvoice({ number: 'F-2026-000319', seller: lyon, customer: berlin, lines: services }),
  },
];
