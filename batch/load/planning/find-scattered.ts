import { CodedError } from '#platform/errors/coded-error.ts';
import { createCsvReader } from '../../csv/csv-reader.ts';
import { openBytes } from '../../csv/open-bytes.ts';
import { compileMapping } from '../../mapping/compile-mapping.ts';
import { isLeftOut } from '../../mapping/grouper.ts';
import { isGroupedMapping } from '../../mapping/mapping.ts';
import type { Mapper } from '../../mapping/row-mapper.ts';
import type { OpenedFile } from '../reading/open-file.ts';
import { SeenTexts } from './seen-texts.ts';

/** The maximum number of scattered invoices: more are not a slip, but mean that the file is in another order. */
const maxScattered = 10_000;
/** The maximum number of suspects: the filter also takes some new numbers for seen, which the second reading clears. */
const maxSuspects = 200_000;

/**
 * Finds the numbers of invoices whose rows do not follow each other, in a file whose rows are lines. The file is read
 * once, and again only if there may be such an invoice; memory does not grow with the file.
 *
 * @throws {CodedError} LINES_SCATTERED if there are so many that the file needs sorting
 */
export async function findScattered(file: OpenedFile, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const scattered = new Set<string>();
  const { mapping } = file;
  if (!isGroupedMapping(mapping)) return scattered;
  const { mapper } = compileMapping(mapping, file.header, file.issueDates);
  if (mapper === undefined) throw new TypeError('A mapping that fitted the file does not any more.');

  const seen = new SeenTexts();
  const suspects = new Map<string, number>();
  for await (const number of readRuns(file, mapper, signal)) {
    if (!seen.add(number)) suspects.set(number, 0);
    if (suspects.size > maxSuspects) throw toTooMany(file, maxSuspects);
  }
  if (suspects.size === 0) return scattered;
  for await (const number of readRuns(file, mapper, signal)) {
    const runs = suspects.get(number);
    if (runs === undefined) continue;
    suspects.set(number, runs + 1);
    if (runs > 0) scattered.add(number);
    if (scattered.size > maxScattered) throw toTooMany(file, maxScattered);
  }
  return scattered;
}

/** Generates the number of each run of rows with the same number, in order. */
async function* readRuns(
  file: OpenedFile,
  mapper: Mapper,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  const reader = createCsvReader(file.dialect, { start: file.first, columns: file.columns });
  let last: string | undefined;
  const runsOf = function* (records: ReturnType<typeof reader.push>): Generator<string, void> {
    for (const record of records) {
      const row = { ...record, fields: file.toCells(record.fields) };
      if (isLeftOut(mapper, row)) continue;
      const number = mapper.numberOf(row.fields);
      if (number === undefined || number === last) continue;
      last = number;
      // A cell shares the memory of the piece that it was read from; the copy is kept longer.
      yield Buffer.from(number).toString();
    }
  };
  for await (const piece of openBytes(file.path, { start: file.first.byteOffset, signal })) {
    yield* runsOf(reader.push(piece));
  }
  yield* runsOf(reader.end());
}

function toTooMany({ path }: OpenedFile, count: number): CodedError<'LINES_SCATTERED'> {
  return new CodedError(
    'LINES_SCATTERED',
    `${path}: the rows of more than ${count} invoices do not follow each other. Load it with --sort, which puts them together.`,
  );
}
