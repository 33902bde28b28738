/** A place in the file at which an element begins. */
export interface StatementPlace {
  /** Lines from 1. */
  readonly line: number;
  /** From 0, in the decompressed file. */
  readonly byteOffset: number;
}

/** The texts of elements by their paths within an entry, or within the details of a transaction. */
export class ElementTexts {
  readonly place: StatementPlace;
  readonly #texts = new Map<string, string[]>();

  constructor(place: StatementPlace) {
    this.place = place;
  }

  add(path: string, text: string): void {
    const texts = this.#texts.get(path);
    if (texts === undefined) this.#texts.set(path, [text]);
    else if (texts.length < maxTexts) texts.push(text);
  }

  /** The first text of the first of these paths that has one; empty if none has. */
  first(...paths: readonly string[]): string {
    for (const path of paths) {
      const text = this.#texts.get(path)?.find((one) => one !== '');
      if (text !== undefined) return text;
    }
    return '';
  }

  /** All texts of these paths that are not empty, each once. */
  all(...paths: readonly string[]): string[] {
    return [...new Set(paths.flatMap((path) => this.#texts.get(path) ?? []).filter((text) => text !== ''))];
  }

  has(path: string): boolean {
    return this.#texts.has(path);
  }
}

/** The number of texts that are kept of elements with one path: lines of a remittance. */
const maxTexts = 100;

/** The statement that entries belong to. */
export interface StatementHead {
  id: string;
  /** IBAN, or another number. */
  account: string;
  /** The number of entries that have begun. */
  entries: number;
}

/** An entry of a statement, and the details of its transactions; none if the bank gives only the entry. */
export interface StatementEntry {
  readonly entry: ElementTexts;
  readonly transactions: readonly ElementTexts[];
}
