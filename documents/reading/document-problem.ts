/** Something in a document that is wrong, or that the model cannot hold. */
export interface DocumentProblem {
  /** The place, with the usual prefixes: `/rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:ID`. */
  readonly path: string;
  /** A line of the XML, counted from 1. */
  readonly line: number;
  /** The business term or group, for example `BT-1`. */
  readonly term: string;
  /** The rule of EN 16931, if one says so, for example `BR-02`. */
  readonly rule?: string;
  /** A sentence that says what is wrong and what would be right. */
  readonly message: string;
}

/** Something that a document says and the model does not hold. Nothing of it is a part of an amount that is read. */
export interface NotKept {
  readonly path: string;
  readonly line: number;
  /** The text, or what was done to it. */
  readonly text: string;
}
