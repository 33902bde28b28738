/** The look of a printed document, and the seller's own texts on it. */
export interface PdfLook {
  /** A PNG or JPEG file, its colours grey or RGB. */
  readonly logo?: Uint8Array | undefined;
  /** The colour of titles and rules: six hexadecimal digits after `#`. */
  readonly color?: string | undefined;
  /** A text above the lines. */
  readonly introduction?: string | undefined;
  /** A text below the payment. */
  readonly closing?: string | undefined;
}
