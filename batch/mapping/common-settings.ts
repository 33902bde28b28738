import { z } from 'zod';
import { currencies, dates, file, numbers } from './file-form.ts';
import { text } from './source.ts';

/** The settings of every mapping, whatever its rows become. */
export const commonSettings = {
  $schema: z.string().optional().describe('The JSON Schema of this file, for editors.'),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: 'must be 1 to 64 small letters, digits and hyphens' }),
  description: text(500).optional(),
  doubts: z
    .array(text(1_000))
    .optional()
    .describe('The uncertain points of a proposal. For people: they change nothing.'),
  file: file.prefault({}),
  numbers: numbers.prefault({}),
  dates: dates.prefault({}),
  currencies: currencies.prefault({}),
  neutralised: z
    .boolean()
    .default(false)
    .describe('True if texts that begin like a formula have an apostrophe in front, which is then removed.'),
} as const;
