import { DocumentReadError } from '../document-read-error.ts';

/** The bounds of what is made of one file. An invoice of 100 pages with its attachments needs a hundredth of each. */
const pdfBounds = {
  inflatedBytes: 128 << 20,
  /** Bytes that are looked at; objects may overlap, so that they are read several times. */
  parsedBytes: 128 << 20,
  /** Numbers, names, texts, arrays and dictionaries. */
  values: 250_000,
  /** Rows of the tables of objects. */
  places: 1_000_000,
} as const;

/**
 * Counts what is made of one file, because a small file may hold gigabytes of zeros, or of names. Each `spend...` throws TOO_LARGE where
 * it would be too much, before it is made.
 */
export class PdfBudget {
  #inflatedBytes: number = pdfBounds.inflatedBytes;
  #parsedBytes: number = pdfBounds.parsedBytes;
  #values: number = pdfBounds.values;
  #places: number = pdfBounds.places;

  /** The bytes that a stream may have once it is inflated. */
  get inflatedBytes(): number {
    return this.#inflatedBytes;
  }

  spendInflatedBytes(count: number): void {
    this.#inflatedBytes -= count;
    assertLeft(this.#inflatedBytes, 'the streams of the PDF are larger than those of any invoice');
  }

  spendParsedBytes(count: number): void {
    this.#parsedBytes -= count;
    assertLeft(this.#parsedBytes, 'the objects of the PDF are larger than those of any invoice');
  }

  spendValue(): void {
    this.#values -= 1;
    assertLeft(this.#values, `what the PDF needs of its objects has more than ${pdfBounds.values} values`);
  }

  spendPlaces(count: number): void {
    this.#places -= count;
    assertLeft(this.#places, `the PDF has more than ${pdfBounds.places} objects`);
  }
}

function assertLeft(left: number, message: string): void {
  if (left < 0) throw new DocumentReadError('TOO_LARGE', message);
}
