import { z } from 'zod';
import { apiBounds } from './api-bounds.ts';

const maxLimit = apiBounds.pageItems;

/** The query parameters that all lists have. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^\d{1,4}$/, `Must be a whole number from 1 to ${maxLimit}.`)
    .transform(Number)
    .pipe(
      z
        .int()
        .min(1, `Must be a whole number from 1 to ${maxLimit}.`)
        .max(maxLimit, `Must be a whole number from 1 to ${maxLimit}.`),
    )
    .default(25)
    .describe('How many items a page has at most.'),
  cursor: z
    .string()
    .max(apiBounds.cursorLength, 'Must be a cursor from an earlier answer.')
    .optional()
    .describe('Where the page begins: `nextCursor` of the page before it.'),
};
