import { DocumentReadError } from '../document-read-error.ts';
import type { PdfBudget } from './pdf-budget.ts';
import { readHexString, readLiteralString, readName } from './pdf-texts.ts';
import { type PdfDictionary, PdfReference, type PdfValue } from './pdf-value.ts';

/** Arrays and dictionaries within each other. */
const maxDepth = 60;
/** Anything of a file that is written in digits is shorter. */
const maxNumberLength = 30;

const isSpace = (byte: number | undefined) =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x0c || byte === 0;
const delimiters = new Set(Buffer.from('()<>[]{}/%'));
const isRegular = (byte: number | undefined) => byte !== undefined && !isSpace(byte) && !delimiters.has(byte);

/** Reads objects of a PDF file, or of a stream of objects, from a place on (ISO 32000-1, 7.2 and 7.3). */
export class PdfParser {
  readonly #bytes: Buffer;
  readonly #budget: PdfBudget;
  position: number;

  /** @param budget of the file; it is spent for every byte that is looked at, and for every value */
  constructor(bytes: Buffer, budget: PdfBudget, position = 0) {
    if (!(Number.isSafeInteger(position) && position >= 0 && position <= bytes.length))
      throw new DocumentReadError('DAMAGED', `the PDF names a place ${position} that it does not have`);
    this.#bytes = bytes;
    this.#budget = budget;
    this.position = position;
  }

  /** Moves over white space and comments. */
  skipSpace(): void {
    const bytes = this.#bytes;
    const start = this.position;
    for (;;) {
      while (isSpace(bytes[this.position])) this.position += 1;
      if (bytes[this.position] !== 0x25) break;
      while (this.position < bytes.length && bytes[this.position] !== 0x0a && bytes[this.position] !== 0x0d)
        this.position += 1;
    }
    this.#budget.spendParsedBytes(this.position - start);
  }

  /** Reads a keyword or a number up to the next delimiter; an empty text if a delimiter stands here. */
  readWord(): string {
    this.skipSpace();
    const start = this.position;
    while (isRegular(this.#bytes[this.position])) this.position += 1;
    this.#budget.spendParsedBytes(this.position - start);
    return this.#bytes.toString('latin1', start, Math.min(this.position, start + maxNumberLength));
  }

  /** Reads a whole number of zero or more. */
  readInteger(): number {
    const word = this.readWord();
    if (!/^\d{1,15}$/.test(word)) throw this.#fail(`a number is expected, not ${JSON.stringify(word)}`);
    return Number(word);
  }

  /** Reads a keyword. */
  expect(keyword: string): void {
    const word = this.readWord();
    if (word !== keyword) throw this.#fail(`${keyword} is expected, not ${JSON.stringify(word)}`);
  }

  /** Reads the keyword if it is the next one, and says if it was. */
  tryWord(keyword: string): boolean {
    const start = this.position;
    if (this.readWord() === keyword) return true;
    this.position = start;
    return false;
  }

  /** Reads an object; a stream is read as its dictionary. */
  readValue(depth = 0): PdfValue {
    this.#budget.spendValue();
    if (depth > maxDepth) throw this.#fail(`more than ${maxDepth} objects stand within each other`);
    this.skipSpace();
    const bytes = this.#bytes;
    const first = bytes[this.position];
    if (first === undefined) throw this.#fail('it ends within an object');
    if (first === 0x2f) return this.#take(readName(bytes, this.position));
    if (first === 0x28) return this.#take(readLiteralString(bytes, this.position));
    if (first === 0x5b) return this.#readArray(depth);
    if (first === 0x3c) {
      return bytes[this.position + 1] === 0x3c
        ? this.#readDictionary(depth)
        : this.#take(readHexString(bytes, this.position));
    }
    return this.#readPlain();
  }

  #take<Value>({ value, end }: { readonly value: Value; readonly end: number }): Value {
    this.#budget.spendParsedBytes(end - this.position);
    this.position = end;
    return value;
  }

  #readArray(depth: number): PdfValue {
    this.position += 1;
    const items: PdfValue[] = [];
    for (;;) {
      this.skipSpace();
      if (this.#bytes[this.position] === 0x5d) break;
      items.push(this.readValue(depth + 1));
    }
    this.position += 1;
    return items;
  }

  #readDictionary(depth: number): PdfDictionary {
    this.position += 2;
    const members = new Map<string, PdfValue>();
    for (;;) {
      this.skipSpace();
      if (this.#bytes[this.position] === 0x3e && this.#bytes[this.position + 1] === 0x3e) break;
      if (this.#bytes[this.position] !== 0x2f) throw this.#fail('a name is expected in a dictionary');
      const name = this.#take(readName(this.#bytes, this.position));
      members.set(name.text, this.readValue(depth + 1));
    }
    this.position += 2;
    return members;
  }

  /** Reads a number, a reference or a keyword that is a value. */
  #readPlain(): PdfValue {
    const word = this.readWord();
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return undefined;
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) throw this.#fail(`${JSON.stringify(word)} is not an object`);
    if (/^\d+$/.test(word)) {
      const after = this.position;
      if (/^\d+$/.test(this.readWord()) && this.tryWord('R')) return new PdfReference(Number(word));
      this.position = after;
    }
    return Number(word);
  }

  #fail(message: string): DocumentReadError {
    return new DocumentReadError('DAMAGED', `the PDF is damaged at byte ${this.position}: ${message}`);
  }
}
