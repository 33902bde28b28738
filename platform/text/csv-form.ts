import { neutraliseFormula } from './spreadsheet-formula.ts';

/** The marks of a file: commas and decimal points, or semicolons and decimal commas. */
export type CsvMarks = 'COMMA' | 'SEMICOLON';

/** Tells spreadsheets that the file is in UTF-8. */
export const byteOrderMark = '\ufeff';

const marks: Readonly<Record<CsvMarks, { readonly separator: string; readonly point: string }>> = {
  COMMA: { separator: ',', point: '.' },
  SEMICOLON: { separator: ';', point: ',' },
};
const needsQuotes = /[",;\r\n]|^\s|\s$/;

/** Writes the rows of a CSV file (RFC 4180) in one form. */
export class CsvForm {
  readonly #separator: string;
  readonly #point: string;

  constructor(format: CsvMarks) {
    const { separator, point } = marks[format];
    this.#separator = separator;
    this.#point = point;
  }

  /** Joins values to a row. */
  row(values: readonly string[]): string {
    return `${values.join(this.#separator)}\r\n`;
  }

  /** Writes a text that anybody may have written: a spreadsheet must not run it. */
  text(text: string): string {
    const harmless = neutraliseFormula(text);
    return needsQuotes.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
  }

  /** Writes a decimal number that has a point. */
  decimal(number: string): string {
    const written = number.replace('.', this.#point);
    return this.#separator === this.#point ? `"${written}"` : written;
  }
}
