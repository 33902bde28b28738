import type { LinkProps } from '@tanstack/react-router';

/** The filters of the list of invoices that links from here set. */
export interface InvoiceListFilter {
  readonly customer?: string;
  readonly product?: string;
  readonly status?: string;
  readonly currency?: string;
  readonly issuedFrom?: string;
  readonly issuedTo?: string;
  readonly numberPrefix?: string;
}

// The pages of invoices are a feature of their own; links name them by their addresses.
const listPath: string = '/invoices';

/** The link to the list of invoices with a filter. */
export function toInvoiceListLink(filter: InvoiceListFilter): LinkProps {
  return { to: listPath, search: filter } as LinkProps;
}

/** The link to an invoice, or to its number in the list if its id is not known. */
export function toInvoiceLink({
  id,
  number,
}: {
  readonly id: string | undefined;
  readonly number: string;
}): LinkProps {
  return id === undefined
    ? toInvoiceListLink({ numberPrefix: number })
    : ({ to: `${listPath}/${encodeURIComponent(id)}` } as LinkProps);
}
