import { z } from 'zod';
import { commonFields, databaseUrl, integer, port, url } from '#platform/configuration/fields.ts';
import { identityFields } from '#platform/configuration/identity-fields.ts';
import { idempotencyFields } from '#platform/database/idempotency-sweeper.ts';
import { instanceFields } from '#platform/discovery/instance-fields.ts';
import { mailFields } from '#platform/mail/mail-fields.ts';
import { issueDateFields } from '#schema/calendar/seller-fields.ts';
import { approvalFields } from './approval-fields.ts';
import { checkDocumentVariables, documentFields } from './documents/document-fields.ts';
import type { InvoiceKind } from './domain/invoice-origin.ts';
import {
  defaultNumberFormats,
  formatNumberFormat,
  type NumberFormats,
  numberFormatRule,
  parseNumberFormat,
  sharesNumbers,
} from './domain/number-format.ts';
import { checkReminderFees, invoiceMailFields } from './mail/invoice-mail-fields.ts';
import { portalFields } from './portal/portal-fields.ts';

/** The variables of the stock that invoices take. */
const stockFields = {
  /** The client by whose service account billing reserves stock. */
  FACTURATION_BILLING_CLIENT: z.string().min(1).default('facturation-billing'),
  FACTURATION_BILLING_SECRET: z.string().min(1, 'must be the secret of the client of billing'),
  /** Further parameters that the provider wants in a request for its token, such as `audience=…` for Auth0. */
  FACTURATION_BILLING_TOKEN_PARAMETERS: z
    .string()
    .default('')
    .transform((text) => Object.fromEntries(new URLSearchParams(text))),
  /** The time from recording a reservation of stock to issuing its invoice; after it the stock is given back. */
  STOCK_LEASE_MS: integer({ min: 1_000, max: 600_000, byDefault: 20_000 }),
};

/** The environment variables of the billing subgraph. */
export const configurationSchema = z
  .object({
    ...commonFields,
    ...identityFields,
    ...instanceFields,
    ...idempotencyFields,
    ...issueDateFields,
    ...approvalFields,
    ...portalFields,
    /** A folder in the place of an approved platform: `lifecycle/`. Without it no invoice is given to one. */
    PLATFORM_FOLDER: z.string().min(1).optional(),
    BILLING_PORT: port(4003),
    HOST: z.string().default('127.0.0.1'),
    DATABASE_URL: databaseUrl(),
    CUSTOMER_URL: url().default('http://localhost:4001/graphql'),
    PRODUCT_URL: url().default('http://localhost:4002/graphql'),
    /** The subgraph that knows of disputes; without it nobody disputes an invoice. */
    CRM_URL: url().optional(),
    ...stockFields,
    ...mailFields,
    ...invoiceMailFields,
    /** The language of documents and mails for customers who have none. */
    SELLER_LANGUAGE: z.enum(['EN', 'FR'], 'must be EN or FR').default('EN'),
    /** A JSON file with the seller's data: `docs/seller.md`. */
    SELLER_FILE: z.string().optional(),
    ...documentFields,
    INVOICE_NUMBER_FORMAT: numberFormat('INVOICE'),
    CREDIT_NOTE_NUMBER_FORMAT: numberFormat('CREDIT_NOTE'),
  })
  .refine((given) => {
    const { INVOICE, CREDIT_NOTE } = toNumberFormats(given);
    return !sharesNumbers(INVOICE, CREDIT_NOTE);
  }, 'INVOICE_NUMBER_FORMAT and CREDIT_NOTE_NUMBER_FORMAT must have different prefixes')
  .superRefine(checkDocumentVariables)
  .superRefine(checkReminderFees);

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
