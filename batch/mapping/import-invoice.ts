import type { TaxCategoryCode } from '#schema/tax-category.ts';
import type { RowProblem } from '../row-problem.ts';

/** A credit note takes back what an invoice asked for; its figures are negative. */
export type ImportKind = 'INVOICE' | 'CREDIT_NOTE';

/** An invoice as read from a file. Amounts are minor units of its currency, safe integers within {@link bounds}. */
export interface ImportInvoice {
  /** The first of its rows, counted from 1. */
  readonly rowNumber: number;
  readonly rowCount: number;
  readonly number: string;
  readonly kind: ImportKind;
  /** A UUID in small letters, null if the file has none. */
  readonly customerId: string | null;
  readonly customerName: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  /** True if the tax is the sum of the lines' taxes, which the file states, or its total says; else each rate's was rounded once (EN 16931 BR-CO-17). */
  readonly isTaxedByLine: boolean;
  /** Milliseconds since 1970. */
  readonly issuedAtMs: number;
  /** The day on the invoice, in days since 1970. */
  readonly issueDay: number;
  /** True if the file names the time of issue; if it names only the day, the instant is the first of that day. */
  readonly namesTime: boolean;
  /** True if the file names the day; if it names only an instant, the day is the seller's. */
  readonly namesDay: boolean;
  /** The lines; empty if the file has only totals. */
  readonly lines: readonly ImportLine[];
}

/** One line of an invoice. On a credit note quantity, net and tax are negative or zero; prices never are. */
export interface ImportLine {
  /** From 1, without gaps, in the order of the file. */
  readonly position: number;
  /** Null on a line that is not a product. */
  readonly sku: string | null;
  readonly description: string;
  /** Ten-thousandths of a unit. */
  readonly quantityE4: number;
  readonly unit: string;
  /** Millionths of a minor unit, for one unit, without tax. They may be more than a safe integer. */
  readonly unitPriceMicro: bigint;
  /** Thousandths of a percent. */
  readonly taxRateMilli: number;
  /** Null if the file does not name it: the rate tells the standard from the zero rate. */
  readonly taxCategory: TaxCategoryCode | null;
  /** Null unless the category bears no tax (EN 16931 BT-120). */
  readonly taxExemptionReason: string | null;
  readonly netMinor: number;
  /** For information, unless the file states it: the tax of an invoice is that of its rates. */
  readonly taxMinor: number;
  /** True if the file states the tax, which then counts; false if it is net times rate. */
  readonly isTaxStated: boolean;
}

/**
 * The content of one row: an invoice of this row alone. If rows are grouped it holds one line, and the figures of the
 * invoice are those of the line; a grouper combines such rows to one invoice.
 */
export interface ImportRow extends ImportInvoice {
  /** The invoice's total that the file states beside the lines, null if it does not. */
  readonly statedTotalMinor: number | null;
}

/** A place at which reading can continue. */
export type RowPlace = Pick<SourceRow, 'rowNumber' | 'line' | 'byteOffset'>;

/** A row as the reader returns it, with its place in the file (a `CsvRecord` is one). */
export interface SourceRow {
  readonly fields: readonly string[];
  /** Counted from 1, header and skipped lines left out. */
  readonly rowNumber: number;
  /** Lines of the file, counted from 1. */
  readonly line: number;
  /** The place of its first byte in the decompressed file, from 0. */
  readonly byteOffset: number;
  /** The problem that made it unreadable, if any; `fields` then has the cells that could be read. */
  readonly problem?: RowProblem | undefined;
  /** The place where it is read if its file was sorted: a restart continues from there. Its own place if absent. */
  readonly place?: RowPlace;
}

/** All problems of a row. */
export type RowProblems = readonly [RowProblem, ...RowProblem[]];

/** A row that does not become (part of) an invoice, and all its problems. */
export interface FaultyRow {
  readonly source: SourceRow;
  readonly problems: RowProblems;
}
