import DataLoader from 'dataloader';
import { and, count, getTableColumns, inArray, type SQL, sql } from '#platform/database/drizzle.ts';
import type { AnyPgColumn, PgTable } from '#platform/database/drizzle-tables.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { Reader } from '#platform/database/transaction.ts';
import {
  type Connection,
  type NamedOrder,
  toConnection,
  toKeysetQuery,
} from '#platform/graphql/connection.ts';
import { type PageArguments, parsePage } from '#platform/graphql/page.ts';

/** A list that every owner has one of. */
export interface OwnedPagesOptions<Table extends PgTable> {
  readonly db: Reader;
  readonly table: Table;
  /** The column that names the owner, a UUID. */
  readonly owner: AnyPgColumn;
  readonly order: NamedOrder;
  /** Gives the id by which the order breaks ties. */
  readonly toId: (row: Table['$inferSelect']) => string;
  /** Rows that fail it are left out. */
  readonly condition?: SQL | undefined;
}

const maxBatchSize = 1_000;

/** Loads pages of a list for the owners of one request: equal pages of all owners by one statement. */
export class OwnedPages<Table extends PgTable> {
  readonly #options: OwnedPagesOptions<Table>;
  readonly #byArguments = new Map<string, DataLoader<string, Connection<Table['$inferSelect']>>>();

  constructor(options: OwnedPagesOptions<Table>) {
    this.#options = options;
  }

  /** @throws {GraphQLError} BAD_USER_INPUT if the arguments are wrong */
  async load(
    ownerId: string,
    { first, after, last, before }: PageArguments,
  ): Promise<Connection<Table['$inferSelect']>> {
    const args = { first, after, last, before };
    const key = JSON.stringify(args);
    const loader = this.#byArguments.get(key) ?? this.#createLoader(args);
    this.#byArguments.set(key, loader);
    return loader.load(ownerId);
  }

  #createLoader(args: PageArguments) {
    const { order, toId } = this.#options;
    const page = parsePage(args, order.name);
    const totals = new DataLoader<string, number>((ids) => this.#count(ids), { maxBatchSize });
    // A request that changes a list must see the change.
    return new DataLoader<string, Connection<Table['$inferSelect']>>(
      async (ids) => {
        const byOwner = Map.groupBy(await this.#read(ids, toKeysetQuery(page, order)), (row) => row.ownerId);
        return ids.map((id) =>
          toConnection(
            page,
            (byOwner.get(id) ?? []).map(({ row, value }) => ({ row, value, id: toId(row) })),
            ({ row }) => row,
            () => totals.load(id),
          ),
        );
      },
      { maxBatchSize, cache: false },
    );
  }

  /** A lateral join reads as much of an owner's index entries as its page needs. */
  async #read(ids: readonly string[], keyset: ReturnType<typeof toKeysetQuery>) {
    const { db, table, owner, condition } = this.#options;
    // A wider type than that of the columns: drizzle cannot carry the columns of a generic table through a join.
    const columns: Record<string, AnyPgColumn> = getTableColumns<PgTable>(table);
    const wanted = sql`unnest(${toPgArray(ids)}::text::uuid[]) as wanted(of_owner)`;
    const ofEach = db
      .select({
        ...columns,
        ownerId: sql<string>`${owner}`.as('owner_id'),
        value: keyset.cursorValue.as('cursor_value'),
      })
      .from(table as PgTable)
      .where(and(sql`${owner} = wanted.of_owner`, condition, keyset.where))
      .orderBy(keyset.orderBy)
      .limit(keyset.limit)
      .as('of_each');
    const rows = await db.select().from(wanted).innerJoinLateral(ofEach, sql`true`);
    return rows.map(({ of_each: { value, ownerId, ...row } }) => ({
      value,
      ownerId,
      row: row as Table['$inferSelect'],
    }));
  }

  async #count(ids: readonly string[]): Promise<number[]> {
    const { db, table, owner, condition } = this.#options;
    const rows = await db
      .select({ ownerId: sql<string>`${owner}`, total: count() })
      .from(table as PgTable)
      .where(and(inArray(owner, [...ids]), condition))
      .groupBy(owner);
    const counted = new Map(rows.map(({ ownerId, total }) => [ownerId, total]));
    return ids.map((id) => counted.get(id) ?? 0);
  }
}
