/** The reasons for which a file is not read as a document at all. */
export type DocumentReadCode =
  /** Neither XML nor PDF, or another document than an invoice. */
  | 'NOT_A_DOCUMENT'
  /** Not well-formed XML, or a PDF whose parts do not fit together. */
  | 'DAMAGED'
  /** A form, an encoding or a profile that is not read here. */
  | 'UNSUPPORTED'
  /** Larger than any invoice is. */
  | 'TOO_LARGE';

/** A file that cannot be read as a document; the message says what is wrong and what would be right. */
export class DocumentReadError extends Error {
  readonly code: DocumentReadCode;
  /** The line of the XML, counted from 1; undefined if no line is meant. */
  readonly line: number | undefined;

  constructor(code: DocumentReadCode, message: string, line?: number) {
    super(message);
    this.name = 'DocumentReadError';
    this.code = code;
    this.line = line;
  }
}
