import { z } from 'zod';
import { commonFields, databaseUrl, port, url } from '#platform/configuration/fields.ts';
import { identityFields } from '#platform/configuration/identity-fields.ts';
import { idempotencyFields } from '#platform/database/idempotency-sweeper.ts';
import { issueDateFields } from '#schema/calendar/seller-fields.ts';
import type { InvoiceKind } from './domain/invoice-origin.ts';
import {
  defaultNumberFormats,
  formatNumberFormat,
  type NumberFormats,
  numberFormatRule,
  parseNumberFormat,
  sharesNumbers,
} from './domain/number-format.ts';

/** The environment variables of the billing subgraph. */
export const configurationSchema = z
  .object({
    ...commonFields,
    ...identityFields,
    ...idempotencyFields,
    ...issueDateFields,
    BILLING_PORT: port(4003),
    HOST: z.string().default('127.0.0.1'),
    DATABASE_URL: databaseUrl(),
    CUSTOMER_URL: url().default('http://localhost:4001/graphql'),
    PRODUCT_URL: url().default('http://localhost:4002/graphql'),
    /** A JSON file with the seller's data: `docs/seller.md`. */
    SELLER_FILE: z.string().optional(),
    INVOICE_NUMBER_FORMAT: numberFormat('INVOICE'),
    CREDIT_NOTE_NUMBER_FORMAT: numberFormat('CREDIT_NOTE'),
  })
  .refine((given) => {
    const { INVOICE, CREDIT_NOTE } = toNumberFormats(given);
    return !sharesNumbers(INVOICE, CREDIT_NOTE);
  }, 'INVOICE_NUMBER_FORMAT and CREDIT_NOTE_NUMBER_FORMAT must have different prefixes');

/** The form of the numbers of a kind of document. */
function numberFormat(kind: InvoiceKind) {
  return z
    .string()
    .refine((text) => parseNumberFormat(text) !== undefined, numberFormatRule)
    .default(formatNumberFormat(defaultNumberFormats[kind]));
}

/** The forms that the variables name. */
export function toNumberFormats(
  variables: Readonly<Record<`${InvoiceKind}_NUMBER_FORMAT`, string>>,
): NumberFormats {
  return {
    INVOICE: parseNumberFormat(variables.INVOICE_NUMBER_FORMAT) ?? defaultNumberFormats.INVOICE,
    CREDIT_NOTE: parseNumberFormat(variables.CREDIT_NOTE_NUMBER_FORMAT) ?? defaultNumberFormats.CREDIT_NOTE,
  };
}
