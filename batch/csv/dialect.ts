/** The encodings that are read, by the names of the WHATWG Encoding Standard. */
export const csvEncodings = ['utf-8', 'windows-1252', 'iso-8859-15', 'utf-16le', 'utf-16be'] as const;

export type CsvEncoding = (typeof csvEncodings)[number];

/** The form of a file of comma-separated values (RFC 4180 and the variants found in practice). */
export interface CsvDialect {
  /** One ASCII character that stands between cells. */
  readonly separator: string;
  readonly encoding: CsvEncoding;
  /** True if `"` encloses cells, and is doubled within them. Otherwise a quote is a character like any other. */
  readonly quotes: boolean;
  /** One ASCII character; a line that begins with it is not a record. */
  readonly comment?: string | undefined;
  /** Physical lines in front of the header, or of the first record without a header. */
  readonly linesToSkip: number;
  /** True if the first record names the columns. */
  readonly header: boolean;
}

/** RFC 4180 with a header, in UTF-8. */
export const commonDialect: CsvDialect = {
  separator: ',',
  encoding: 'utf-8',
  quotes: true,
  linesToSkip: 0,
  header: true,
};

/** True if a text can separate cells: one ASCII character, not a line end, a quote or NUL. */
export function isSeparator(text: string): boolean {
  const code = text.charCodeAt(0);
  return text.length === 1 && code > 0 && code < 0x80 && !'\r\n"'.includes(text);
}
