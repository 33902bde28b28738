import { createCsvReader } from './csv-reader.ts';
import { type CsvDialect, commonDialect } from './dialect.ts';
import { inspectEncoding } from './inspect-encoding.ts';
import { type CsvRecord, fileStart } from './record.ts';

/** The dialect that a file seems to have, and doubts about it or assumptions made, as sentences for people. */
export interface DialectProposal {
  readonly dialect: CsvDialect;
  readonly doubts: readonly string[];
}

/** In order of preference if nothing else decides: a comma is more often part of a cell than the others. */
const separators = ['\t', ';', '|', ','];
const separatorNames: Record<string, string> = { '\t': 'TAB', ';': ';', '|': '|', ',': ',' };
/** The maximum number of records with titles before a header. */
const maxTitleRecords = 20;

/** Reads the beginning of a file (a few hundred rows are enough) in every likely dialect and proposes the best fit. */
export function inspectDialect(sample: Uint8Array): DialectProposal {
  const { encoding, doubts } = inspectEncoding(sample);
  const trials = separators
    .flatMap((separator) =>
      [true, false].map((quotes) => ({ ...commonDialect, encoding, separator, quotes })),
    )
    .map((dialect) => tryDialect(sample, dialect))
    .sort((one, other) => other.score - one.score);
  const [best, ...others] = trials;
  if (best === undefined || best.records.length === 0) {
    return { dialect: { ...commonDialect, encoding }, doubts: [...doubts, 'the file has no records'] };
  }
  const title = findTitle(best);
  const header = inspectHeader(best.records.filter(({ fields }) => fields.length === best.cells));
  return {
    dialect: { ...best.dialect, linesToSkip: title.linesToSkip, header: header.isHeader },
    doubts: [...doubts, ...findDoubts(best, others), ...title.doubts, ...header.doubts],
  };
}

interface Trial {
  readonly dialect: CsvDialect;
  readonly records: readonly CsvRecord[];
  /** The number of cells that most records have. */
  readonly cells: number;
  /** The number of records that have it. */
  readonly even: number;
  readonly score: number;
}

function tryDialect(sample: Uint8Array, plain: CsvDialect): Trial {
  const read = (dialect: CsvDialect) => {
    const reader = createCsvReader(dialect, { start: fileStart, columns: undefined });
    const complete = reader.push(sample);
    // The last record may be cut by the sample's end: it counts only where there is hardly another.
    return complete.length > 1 ? complete : [...complete, ...reader.end()];
  };
  const firstRead = read(plain);
  const isCommented = firstRead[0]?.fields[0]?.startsWith('#') ?? false;
  const dialect = isCommented ? { ...plain, comment: '#' } : plain;
  const records = isCommented ? read(dialect) : firstRead;
  const counts = new Map<number, number>();
  for (const { fields, problem } of records) {
    if (problem === undefined) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  }
  const [cells = 0, even = 0] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? [];
  const share = records.length === 0 ? 0 : even / records.length;
  // Rows of equal length are the strongest sign, then many cells; quotes are the rule.
  const score = (cells > 1 ? share : share / 10) + Math.min(cells, 50) / 1_000 + (plain.quotes ? 0.02 : 0);
  return { dialect, records, cells, even, score };
}

function findDoubts(best: Trial, others: readonly Trial[]): string[] {
  const doubts: string[] = [];
  const { dialect, records, cells, even } = best;
  if (cells <= 1) doubts.push('no separator was found: one column');
  const rival = others.find((other) => other.dialect.separator !== dialect.separator);
  if (cells > 1 && rival !== undefined && rival.cells > 1 && rival.even >= even * 0.95) {
    const [given, other] = [dialect, rival.dialect].map(({ separator }) => separatorNames[separator]);
    doubts.push(
      `the separator is taken for ${given} (${cells} cells), but may be ${other} (${rival.cells} cells)`,
    );
  }
  if (even < records.length) {
    doubts.push(
      `${records.length - even} of ${records.length} rows do not have ${cells} cells in good order`,
    );
  }
  if (!dialect.quotes)
    doubts.push('quotes are taken for characters like any other, as they do not enclose cells');
  if (dialect.comment !== undefined)
    doubts.push(`lines that begin with ${dialect.comment} are taken for comments`);
  return doubts;
}

/** Lines in front of the first record that has as many cells as most. */
function findTitle({ records, cells }: Trial): { linesToSkip: number; doubts: string[] } {
  const index = records.findIndex(({ fields }) => fields.length === cells);
  const lines = (records[index]?.line ?? 1) - 1;
  if (index <= 0 || index > maxTitleRecords) return { linesToSkip: 0, doubts: [] };
  return { linesToSkip: lines, doubts: [`the first ${lines} lines are taken for a title, not for rows`] };
}

function inspectHeader(records: readonly CsvRecord[]): { isHeader: boolean; doubts: string[] } {
  const [first, ...rows] = records.map(({ fields }) => fields.map((field) => field.trim()));
  if (first === undefined) return { isHeader: true, doubts: [] };
  if (first.some(isFigure)) return { isHeader: false, doubts: [] };
  if (first.includes('') || new Set(first).size < first.length) {
    return { isHeader: true, doubts: ['the header has names that are blank or there twice'] };
  }
  const hasFigures = rows.some((row) => row.some(isFigure));
  const doubts = ['the first row is taken for a header, though no row has figures to tell it by'];
  return { isHeader: true, doubts: hasFigures ? [] : doubts };
}

/** A number, an amount or a date: not the name of a column. */
function isFigure(cell: string): boolean {
  return /^[-+(]?\s*\p{Sc}?\s*\d[\d.,:'’/\s\u00a0\u202fTZ-]*\)?\s*[\p{Sc}%]?$/u.test(cell);
}
