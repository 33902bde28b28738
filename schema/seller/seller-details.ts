import { z } from 'zod';
import { isCountryCode } from '../country-codes.ts';
import { formatMinor, isCurrency, parseMoney } from '../money.ts';
import { isBic, isIban } from './bank-account.ts';
import { documentTemplate } from './document-template.ts';
import { legalMention, line, translated } from './seller-texts.ts';
import { isSiren, isSiret } from './siren.ts';
import { isVatId } from './vat-id.ts';

/** Territories whose companies are in the French register. */
const french = new Set(['FR', 'GP', 'MQ', 'GF', 'RE', 'YT', 'PM', 'BL', 'MF', 'PF', 'NC', 'WF']);

/** A code that people write in groups; it is kept without white space. */
function code(isRight: (text: string) => boolean, rule: string) {
  return z
    .string(rule)
    .max(64, rule)
    .transform((text) => text.replace(/[\s\u00a0]/g, ''))
    .refine(isRight, rule);
}

/** Goods are delivered, services are rendered, or both. */
const operationKinds = ['GOODS', 'SERVICES', 'MIXED'] as const;

const shareCapital = z
  .strictObject({ amount: z.string(), currency: z.string() })
  .transform((given, context) => {
    const money = isCurrency(given.currency) ? parseMoney(given.amount, given.currency) : undefined;
    if (money !== undefined && money.amountMinor > 0n && money.amountMinor < 10n ** 18n)
      return { amount: formatMinor(money.amountMinor, money.currency), currency: money.currency };
    context.addIssue({
      code: 'custom',
      message: 'must be an amount above zero and its currency, for example "10000.00" and "EUR"',
    });
    return z.NEVER;
  });

/** The data of the seller that stand on invoices. */
const form = z
  .strictObject({
    name: line(200),
    /** For example `SAS`. */
    legalForm: line(100).optional(),
    shareCapital: shareCapital.optional(),
    address: z.strictObject({
      line1: line(200),
      line2: line(200).optional(),
      postalCode: line(20).optional(),
      city: line(100),
      countryCode: z.string().refine(isCountryCode, 'must be an ISO 3166-1 alpha-2 code, for example FR'),
    }),
    siren: code(isSiren, 'must be nine digits that are right by Luhn, for example 732 829 320').optional(),
    siret: code(isSiret, 'must be a SIREN and five digits, right by Luhn').optional(),
    /** The register and its place, for example `RCS Lyon`. */
    register: line(100).optional(),
    vatId: code(isVatId, 'must be a VAT identifier, for example FR44732829320').optional(),
    bankAccount: z
      .strictObject({
        iban: code(isIban, 'must be an IBAN whose check digits are right'),
        bic: code(isBic, 'must be a BIC of 8 or 11 characters').optional(),
      })
      .optional(),
    email: z.email('must be an e-mail address').max(254).optional(),
    phone: line(30).optional(),
    /** Sentences that the law asks for, for example on late payment. */
    legalMentions: z.array(legalMention).max(20, 'must have at most 20 texts').default([]),
    /** The terms of payment beside the due date. */
    paymentTerms: translated(300).optional(),
    /** True if the seller has chosen to pay VAT when it invoices services (French General Tax Code, 269-2 c). */
    vatOnDebits: z.boolean('must be true or false').optional(),
    /** The kind of what the seller invoices (French General Tax Code, annex II, 242 nonies A, I, 8° bis). */
    operations: z.enum(operationKinds, `must be one of ${operationKinds.join(', ')}`).optional(),
    template: documentTemplate.optional(),
  })
  .superRefine(({ address, siren, siret, vatId }, context) => {
    const add = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (siren === undefined && french.has(address.countryCode))
      add('siren', 'is missing: an invoice from France names it (Commercial Code, R123-237)');
    if (siren !== undefined && siret !== undefined && !siret.startsWith(siren))
      add('siret', 'must begin with the SIREN');
    if (siren !== undefined && vatId?.startsWith('FR') && !vatId.endsWith(siren))
      add('vatId', 'must end with the SIREN');
  });

/** The seller as an invoice names it. Optional members are absent where the seller has none. */
export type SellerDetails = z.output<typeof form>;

/** The seller's data, or all that is wrong with them, a line each with the path of the member. */
export type ReadSellerDetails =
  | { readonly details: SellerDetails; readonly problems?: never }
  | { readonly details?: never; readonly problems: readonly string[] };

/** Reads the text of a JSON file. */
export function parseSellerDetails(text: string): ReadSellerDetails {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return { problems: ['must be JSON'] };
  }
  const read = form.safeParse(given);
  if (read.success) return { details: read.data };
  return { problems: read.error.issues.map(({ path, message }) => `/${path.join('/')} ${message}`) };
}
