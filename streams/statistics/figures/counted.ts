/** The invoices that a figure counts. */
export interface Counted {
  /** True if invoices that a simulator made up count too. */
  readonly includeSimulated: boolean;
}
