import type { Connection } from '#platform/graphql/connection.ts';
import type { InvoiceLineRow, InvoiceRow } from './tables.ts';

/** What the resolvers of `Invoice` are given. */
export type InvoiceModel = InvoiceRow;

/** What the resolvers of `InvoiceLine` are given: a line knows its currency from its invoice. */
export interface InvoiceLineModel extends InvoiceLineRow {
  readonly currency: string;
}

/** A page of invoices. */
export type InvoiceConnectionModel = Connection<InvoiceModel>;

/** An invoice on a page. */
export type InvoiceEdgeModel = InvoiceConnectionModel['edges'][number];

/** A customer, of whom billing knows no more than the id. */
export interface CustomerModel {
  readonly id: string;
}

/** A product, of which billing knows no more than the id. */
export interface ProductModel {
  readonly id: string;
}
