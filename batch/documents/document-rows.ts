import { createHash } from 'node:crypto';
import type { VatTreatment } from '#documents/model/amounts.ts';
import type { EInvoice } from '#documents/model/e-invoice.ts';
import type { DocumentReading } from '#documents/reading/read-xml-document.ts';
import { formatMinor } from '#schema/money.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { formatTaxRate } from '#schema/tax-rate.ts';
import { formatUnitPrice } from '#schema/unit-price.ts';
import type { SourceRow } from '../mapping/import-invoice.ts';
import type { RowProblem } from '../row-problem.ts';
import { type DocumentCells, toFields } from './document-columns.ts';
import { findLoadProblems } from './find-load-problems.ts';
import { type LedgerLine, toLedgerLines } from './ledger-lines.ts';
import type { DocumentFile } from './list-document-files.ts';
import { SellerCheck } from './seller-check.ts';
import { divideStatedTaxes } from './stated-taxes.ts';

/** A row, and if its invoice is unknown, so that it is rejected alone. */
export interface DocumentRow {
  readonly row: SourceRow;
  readonly standsAlone: boolean;
}

/** The result of reading a file: a document, its problems, or the reason why it is not a document. */
export type ReadOutcome =
  | DocumentReading
  | { readonly refusal: { readonly code: string; readonly message: string; readonly line: number } };

/** The code of a problem that no rule names. */
const invalidCode = 'DOCUMENT_INVALID';
/** The most problems of one document that are rows. */
const maxProblems = 200;

/** Makes rows of the documents of a load, one after the other, and counts them. */
export class DocumentRows {
  readonly #sellers: SellerCheck;
  /** The documents before, by their numbers: their file, and a hash of what they say. */
  readonly #seen = new Map<string, { readonly name: string; readonly hash: string }>();
  #rowNumber = 0;

  /** @param sellers numbers of the seller, of whom the documents must be */
  constructor(sellers: readonly string[]) {
    this.#sellers = new SellerCheck(sellers);
  }

  /** Makes the rows of the next document. */
  add({ name: file }: DocumentFile, outcome: ReadOutcome): DocumentRow[] {
    if ('refusal' in outcome) {
      const { code, message, line } = outcome.refusal;
      return [this.#toRow({ file }, { line, problem: { column: null, code, message } })];
    }
    if (outcome.problems !== undefined) {
      return outcome.problems.slice(0, maxProblems).map(({ rule, term, path, message, line }) =>
        this.#toRow(
          { file },
          {
            line,
            problem: {
              column: term,
              code: rule ?? invalidCode,
              message: `${term} ${message} (line ${line}, ${path})`,
            },
          },
        ),
      );
    }
    return this.#addRead(file, outcome.read.document);
  }

  #addRead(file: string, document: EInvoice): DocumentRow[] {
    const head = toHead(document, file);
    const before = this.#seen.get(document.number);
    const hash = toHash(document);
    if (before?.hash === hash) return [this.#toRow({ ...head, repeated: 'true' }, {})];
    const lines = toLedgerLines(document);
    const problems = [
      ...(before === undefined ? [] : [toTwice(before.name)]),
      ...[this.#sellers.find(document) ?? []].flat(),
      ...findLoadProblems(document),
    ];
    if (before === undefined) this.#seen.set(document.number, { name: file, hash });
    if (problems.length > 0)
      return problems.slice(0, maxProblems).map((problem) => this.#toRow(head, { problem }));
    const taxes = divideStatedTaxes(document, lines);
    return lines.map((line, index) => ({
      row: {
        ...this.#place(1),
        fields: toFields({ ...head, ...toLineCells(line, document, taxes?.[index]) }),
      },
      standsAlone: false,
    }));
  }

  /** A row that is rejected or left out, whose document has no others. */
  #toRow(
    cells: Partial<DocumentCells>,
    { line = 1, problem }: { readonly line?: number; readonly problem?: RowProblem },
  ): DocumentRow {
    const row = { ...this.#place(line), fields: toFields(cells), ...(problem !== undefined && { problem }) };
    return { row, standsAlone: true };
  }

  /** Bytes of a document say nothing of its rows: they may be compressed. */
  #place(line: number): Omit<SourceRow, 'fields'> {
    this.#rowNumber += 1;
    return { rowNumber: this.#rowNumber, line, byteOffset: 0 };
  }
}

function toHead(document: EInvoice, file: string): Partial<DocumentCells> {
  const { number, typeCode, issueDate, buyer, currency, totals } = document;
  return {
    invoiceNumber: number,
    file,
    kind: typeCode === '381' ? 'credit note' : 'invoice',
    issueDate,
    customerName: buyer.name,
    currency,
    total: formatMinor(totals.grossMinor, currency),
  };
}

function toLineCells(
  line: LedgerLine,
  document: EInvoice,
  taxMinor: bigint | undefined,
): Partial<DocumentCells> {
  const { id, sku, description, quantityE4, unit, unitPriceMicro, vat } = line;
  return {
    lineId: id,
    sku,
    description,
    quantity: formatQuantity(quantityE4),
    unit,
    unitPrice: formatUnitPrice({ amountMicro: unitPriceMicro, currency: document.currency }),
    taxRate: formatTaxRate(vat.rateMilli),
    tax: taxMinor === undefined ? '' : formatMinor(taxMinor, document.currency),
    taxCategory: vat.category,
    taxExemptionReason: findReason(vat, document),
  };
}

/** The reason of the breakdown, in words or by its code. */
function findReason(vat: VatTreatment, { vatBreakdown }: EInvoice): string {
  const part = vatBreakdown.find(
    ({ category, rateMilli }) => category === vat.category && rateMilli === vat.rateMilli,
  );
  return part?.exemptionReason ?? part?.exemptionCode ?? '';
}

function toTwice(name: string): RowProblem {
  const message = `BT-1 is that of the document ${JSON.stringify(name)} before, which says something else: a number is given once`;
  return { column: 'BT-1', code: 'NUMBER_TWICE', message };
}

/** A hash of a document, whatever its form: a PDF and its own XML are the same. */
function toHash(document: EInvoice): string {
  const text = JSON.stringify(document, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
  return createHash('sha256').update(text).digest('base64');
}
