/** A mail to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain text; lines of at most 78 characters but for addresses. */
  readonly text: string;
  /** The same as a page, for mail programs that show one. */
  readonly html?: string;
}
