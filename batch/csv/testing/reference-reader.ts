import { CsvError, parse } from 'csv-parse/sync';
import type { CsvDialect } from '../dialect.ts';

/** The result of csv-parse for a text: its records up to the first that it refuses, and the code of the refusal. */
export interface ReferenceReading {
  readonly records: readonly (readonly string[])[];
  readonly refusal: string | undefined;
}

/** Reads bytes with csv-parse, set so that it agrees with the dialect. */
export function readWithReference(bytes: Uint8Array, dialect: CsvDialect): ReferenceReading {
  const records: string[][] = [];
  try {
    parse(Buffer.from(bytes), {
      bom: dialect.encoding === 'utf-8',
      comment: dialect.comment ?? null,
      comment_no_infix: true,
      delimiter: dialect.separator,
      encoding: dialect.encoding === 'utf-8' ? 'utf8' : 'latin1',
      max_record_size: 0,
      quote: dialect.quotes ? '"' : null,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[]) => {
        records.push(record);
        return null;
      },
    });
    return { records, refusal: undefined };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { records, refusal: error.code };
  }
}
