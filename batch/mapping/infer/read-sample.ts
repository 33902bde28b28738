import { createCsvReader } from '../../csv/csv-reader.ts';
import { parseHeader } from '../../csv/header.ts';
import { type DialectProposal, inspectDialect } from '../../csv/inspect-dialect.ts';
import { inspectEncoding } from '../../csv/inspect-encoding.ts';
import { normaliseName } from '../bind-columns.ts';
import type { Sample } from './sample.ts';

/** The number of bytes at the beginning of a file that are read. */
export const sampleBytes = 4 << 20;

/** The number of bytes that are enough to find the dialect; letters that show the encoding may be rarer. */
const dialectBytes = 256 << 10;
const maxSampleRows = 50_000;
const maxNameCharacters = 1_000;

/** Reads a sample in the dialect that it seems to have. */
export function readSample(bytes: Uint8Array): {
  readonly sample: Sample;
  readonly doubts: readonly string[];
} {
  const { dialect, doubts } = inspectWhole(bytes);
  const { names: header, first } = parseHeader(bytes, dialect);
  const reader = createCsvReader(dialect, { start: first, columns: header?.length });
  // The last record may be cut off by the end of the sample; of a short file it is whole.
  const complete = reader.push(bytes.subarray(first.byteOffset));
  const records = bytes.length < sampleBytes ? [...complete, ...reader.end()] : complete;
  const rows = records.filter(({ problem }) => problem === undefined).map(({ fields }) => fields);
  const names = toNames(header ?? rows[0]?.map(() => '') ?? []);
  const sample = { names, rows: rows.slice(0, maxSampleRows).filter((row) => row.length === names.length) };
  if (header === undefined || header.every((name, index) => name === names[index])) {
    return { sample: { ...sample, dialect }, doubts };
  }
  const doubt =
    'names of the header cannot be used, so it is skipped and all columns are named in file.columns';
  const withoutHeader = { ...dialect, header: false, linesToSkip: first.line - 1 };
  return { sample: { ...sample, dialect: withoutHeader }, doubts: [...doubts, doubt] };
}

/** Returns distinct names of columns: the given ones, or the column's place if its name cannot be used. */
function toNames(given: readonly string[]): string[] {
  const compared = given.map(normaliseName);
  return given.map((name, index) => {
    const place = `column${index + 1}`;
    const isUsable = name.trim() !== '' && name.length <= maxNameCharacters && !/^column\d+$/.test(name);
    const isAlone = compared.indexOf(normaliseName(name)) === compared.lastIndexOf(normaliseName(name));
    return isUsable && isAlone ? name : place;
  });
}

function inspectWhole(bytes: Uint8Array): DialectProposal {
  const { dialect, doubts } = inspectDialect(bytes.subarray(0, dialectBytes));
  const whole = inspectEncoding(bytes);
  if (whole.encoding === dialect.encoding) return { dialect, doubts };
  return { dialect: { ...dialect, encoding: whole.encoding }, doubts: [...doubts, ...whole.doubts] };
}
