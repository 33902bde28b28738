import { z } from 'zod';
import { isDay } from '../calendar/day.ts';
import { parseInstant } from '../facturation/instant.ts';
import { isCurrency } from '../money.ts';

/** A text in its normal form, as the sender's tables have it. */
export function workText(maxLength: number, description: string) {
  return z.string().min(1).max(maxLength).meta({ description });
}

/** A word of capital letters, of which later releases may have more. */
export function workWord(description: string, example: string) {
  return z
    .string()
    .regex(/^[A-Z][A-Z_]{0,31}$/, 'must be a word of 1 to 32 capital letters and underscores')
    .meta({ description, examples: [example] });
}

/** An exact decimal number as a text. */
export function workDecimal(description: string, example: string) {
  return z
    .string()
    .regex(/^-?\d{1,18}(\.\d{1,4})?$/, 'must be a decimal number as a text')
    .meta({ description, examples: [example] });
}

/** An RFC 3339 instant. */
export function workInstant(description: string) {
  return z
    .string()
    .refine((text) => parseInstant(text) !== undefined, 'must be an RFC 3339 instant with an offset')
    .meta({ description, format: 'date-time', examples: ['2026-03-01T09:30:00.000Z'] });
}

/** A calendar day. */
export function workDay(description: string) {
  return z
    .string()
    .refine(isDay, 'must be a day of the calendar')
    .meta({ description, format: 'date', examples: ['2026-02-28'] });
}

/** A number of things. */
export function workCount(description: string) {
  return z.int().min(0).meta({ description });
}

/** The currency of an amount. */
export const workCurrency = z
  .string()
  .refine(isCurrency, 'must be an ISO 4217 code in capital letters')
  .meta({ description: 'The ISO 4217 code of the currency.', pattern: '^[A-Z]{3}$', examples: ['EUR'] });

/** A person, by issuer and subject with a space between them. */
export function workPerson(description: string) {
  return workText(
    2_000,
    `${description}: issuer and subject of the person's tokens, with a space between them.`,
  );
}
