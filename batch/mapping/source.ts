import { z } from 'zod';
import { normaliseText } from '#platform/text/plain-text.ts';

/** A text that is not empty, without white space at its ends. */
export const text = (maxLength: number) => z.string().overwrite(normaliseText).min(1).max(maxLength);

/** A column as a file names it. */
export const columnName = z.string().overwrite(normaliseText).min(1).max(1_000);
const column = z.union([columnName, z.array(columnName).min(1).max(20)], {
  error: 'must be a column name or a list of names of which the file has one',
});
/** The source of a value. */
export const source = z
  .union(
    [
      columnName,
      z.array(columnName).min(1).max(20),
      z.strictObject({ constant: text(500) }),
      z.strictObject({ column, prefix: z.string().min(1).max(100) }),
    ],
    {
      error:
        'must be a column name, a list of names of which the file has one, {"constant": "..."}, or {"column": "...", "prefix": "..."}',
    },
  )
  .describe(
    'The source of a value: a column by its name or by any of several names, a constant, or a column with a text put in front.',
  );

export type Source = z.output<typeof source>;

/** A source of which the column may be missing in some files. */
export const optionalSource = z.union([source, z.strictObject({ column, optional: z.literal(true) })], {
  error: 'must be a source, or {"column": "...", "optional": true} for a column that some files do not have',
});

export type OptionalSource = z.output<typeof optionalSource>;
