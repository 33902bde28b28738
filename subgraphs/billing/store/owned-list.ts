import DataLoader from 'dataloader';
import type { Reader } from '#platform/database/transaction.ts';
import {
  type Connection,
  type KeysetQuery,
  type KeysetRow,
  type NamedOrder,
  toConnection,
  toKeysetQuery,
} from '#platform/graphql/connection.ts';
import { type PageArguments, parsePage } from '#platform/graphql/page.ts';

/** A list that every invoice has one of, and its statements for many invoices. */
export interface OwnedList<Row> {
  readonly order: NamedOrder;
  /** The rows of the same page of each invoice. */
  read(db: Reader, invoiceIds: readonly string[], keyset: KeysetQuery): Promise<OwnedRow<Row>[]>;
  count(db: Reader, invoiceIds: readonly string[]): Promise<{ invoiceId: string; total: number }[]>;
}

/** A row with its invoice and the place in its list. */
interface OwnedRow<Row> {
  readonly invoiceId: string;
  readonly row: Row;
  readonly place: KeysetRow;
}

const maxBatchSize = 1_000;

/** Loads pages of a list for the invoices of one request: equal pages of all invoices by one statement. */
export class OwnedListLoader<Row> {
  readonly #db: Reader;
  readonly #list: OwnedList<Row>;
  readonly #byArguments = new Map<string, DataLoader<string, Connection<Row>>>();

  constructor(db: Reader, list: OwnedList<Row>) {
    this.#db = db;
    this.#list = list;
  }

  /** @throws {GraphQLError} BAD_USER_INPUT if the arguments are wrong */
  async load(invoiceId: string, { first, after, last, before }: PageArguments): Promise<Connection<Row>> {
    const args = { first, after, last, before };
    const key = JSON.stringify(args);
    const loader = this.#byArguments.get(key) ?? this.#createLoader(args);
    this.#byArguments.set(key, loader);
    return loader.load(invoiceId);
  }

  /** Forgets all pages, as something was written. */
  clear(): void {
    this.#byArguments.clear();
  }

  #createLoader(args: PageArguments): DataLoader<string, Connection<Row>> {
    const { order, read, count } = this.#list;
    const page = parsePage(args, order.name);
    const keyset = toKeysetQuery(page, order);
    const totals = new DataLoader<string, number>(
      async (ids) => {
        const counted = new Map((await count(this.#db, ids)).map((row) => [row.invoiceId, row.total]));
        return ids.map((id) => counted.get(id) ?? 0);
      },
      { maxBatchSize },
    );
    return new DataLoader<string, Connection<Row>>(
      async (ids) => {
        const byInvoice = Map.groupBy(await read(this.#db, ids, keyset), (one) => one.invoiceId);
        return ids.map((id) =>
          toConnection(
            page,
            (byInvoice.get(id) ?? []).map(({ row, place }) => ({ ...place, row })),
            ({ row }) => row,
            () => totals.load(id),
          ),
        );
      },
      { maxBatchSize },
    );
  }
}
