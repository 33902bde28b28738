import { z } from 'zod';
import { invoiceMappingSchema } from './invoice-mapping.ts';
import type { Mapping } from './mapping.ts';
import { paymentMappingSchema } from './payment-mapping.ts';

/** The rules by which rows of a file become records. All is data; `mapping.schema.json` is made from this. */
export const mappingSchema = z
  .union([invoiceMappingSchema, paymentMappingSchema])
  .describe('The rules by which the rows of a file become invoices, or payments of invoices.');

/** Checks a value by the rules for the kind of records that it names, so that its problems are those of one kind. */
export function parseMappingValue(value: unknown): z.ZodSafeParseResult<Mapping> {
  const isPayment = typeof value === 'object' && value !== null && 'payment' in value;
  return isPayment ? paymentMappingSchema.safeParse(value) : invoiceMappingSchema.safeParse(value);
}
