import type { InvoiceKind } from './invoice-origin.ts';

/** The form of the numbers of a kind of document: prefix, year of the issue date, separator, place in the series. */
export interface NumberFormat {
  /** Without digits, so that the first digits of a number are its year. */
  readonly prefix: string;
  /** One character or more, without digits. */
  readonly separator: string;
  /** The least number of digits of the place in the series, 1 to 9. */
  readonly minDigits: number;
}

/** The form of each kind of document. */
export type NumberFormats = Readonly<Record<InvoiceKind, NumberFormat>>;

/** `2026-000042`, and `CN-2026-000042` on a credit note. */
export const defaultNumberFormats: NumberFormats = {
  INVOICE: { prefix: '', separator: '-', minDigits: 6 },
  CREDIT_NOTE: { prefix: 'CN-', separator: '-', minDigits: 6 },
};

/** The rule for the text of a form, for people. */
export const numberFormatRule =
  'must be a prefix of at most 20 characters, {year}, a separator of 1 to 3 characters and {sequence:N} with N digits at least (1 to 9), ' +
  'prefix and separator of letters and . _ / -: for example F-{year}-{sequence:6}';

const form =
  /^(?<prefix>[A-Za-z._/-]{0,20})\{year\}(?<separator>[A-Za-z._/-]{1,3})\{sequence:(?<digits>[1-9])\}$/;

/**
 * Reads a form such as `F-{year}-{sequence:6}`; undefined for another text.
 *
 * Article 242 nonies A of annex II to the French tax code asks for one unbroken chronological sequence, which may begin
 * again each year if the number says the year.
 */
export function parseNumberFormat(text: string): NumberFormat | undefined {
  const { prefix = '', separator = '', digits = '' } = form.exec(text)?.groups ?? {};
  return digits === '' ? undefined : { prefix, separator, minDigits: Number(digits) };
}

/** Writes a form as {@link parseNumberFormat} reads it. */
export function formatNumberFormat({ prefix, separator, minDigits }: NumberFormat): string {
  return `${prefix}{year}${separator}{sequence:${minDigits}}`;
}

/**
 * True if documents of both kinds may have the same number. As neither part has digits, a number says its year and its
 * place whatever the separator, and only the prefix tells the kinds apart. Small and capital letters are the same to
 * people.
 */
export function sharesNumbers(one: NumberFormat, other: NumberFormat): boolean {
  return one.prefix.toUpperCase() === other.prefix.toUpperCase();
}
