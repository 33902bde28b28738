import { createHash } from 'node:crypto';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { eq, inArray, sql } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toCanonicalJson } from '#platform/text/canonical-json.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import type { InvoiceKind } from '../domain/invoice-origin.ts';
import { type NumberFormat, type NumberFormats, sharesNumbers } from '../domain/number-format.ts';
import { numberFormats, sellers } from '../seller-tables.ts';

/** The settings that documents are issued with. */
export interface SellerSettings {
  /** Null where none are configured. */
  readonly sellerDetails: SellerDetails | null;
  readonly numberFormats: NumberFormats;
}

/** The prefix of a kind's numbers was that of another kind. */
class NumberFormatError extends CodedError<'NUMBER_PREFIX_TAKEN'> {
  constructor(kind: InvoiceKind, { prefix }: NumberFormat) {
    super(
      'NUMBER_PREFIX_TAKEN',
      `${kind}_NUMBER_FORMAT: the prefix "${prefix}" is that of numbers of another kind of document; take another prefix`,
    );
    this.name = 'NumberFormatError';
  }
}

/**
 * Keeps in the database what documents are issued with: the seller's data, and the forms of numbers. Both are written
 * once in each process, before the first document that uses them.
 */
export class SellerRecords {
  readonly #db: PostgresJsDatabase;
  readonly #settings: SellerSettings;
  #recorded: Promise<number | null> | undefined;

  constructor(db: PostgresJsDatabase, settings: SellerSettings) {
    this.#db = db;
    this.#settings = settings;
  }

  /**
   * Gives the id of the seller's data, for a document; null where none are configured. Call it outside the document's
   * transaction, whose end does not concern it.
   *
   * @throws {NumberFormatError} if numbers of another kind have had the prefix
   */
  record(): Promise<number | null> {
    this.#recorded ??= this.#db
      .transaction((tx) => write(tx, this.#settings))
      .catch((error: unknown) => {
        this.#recorded = undefined;
        throw error;
      });
    return this.#recorded;
  }
}

async function write(tx: Transaction, settings: SellerSettings): Promise<number | null> {
  await recordFormats(tx, settings.numberFormats);
  return settings.sellerDetails === null ? null : recordDetails(tx, settings.sellerDetails);
}

async function recordFormats(tx: Transaction, formats: NumberFormats): Promise<void> {
  // Of two processes with other forms, one sees those of the other.
  await tx.execute(sql`lock table billing.number_formats in share row exclusive mode`);
  const earlier = await tx.select().from(numberFormats);
  const entries = Object.entries(formats) as [InvoiceKind, NumberFormat][];
  for (const [kind, format] of entries)
    if (earlier.some((known) => known.kind !== kind && sharesNumbers(known, format)))
      throw new NumberFormatError(kind, format);
  const rows = entries.map(([kind, format]) => ({ kind, ...format }));
  await tx.insert(numberFormats).values(rows).onConflictDoNothing();
}

async function recordDetails(tx: Transaction, details: SellerDetails): Promise<number | null> {
  const hash = createHash('sha256').update(toCanonicalJson(details)).digest('hex');
  await tx.insert(sellers).values({ details, hash }).onConflictDoNothing({ target: sellers.hash });
  const [row] = await tx.select({ id: sellers.id }).from(sellers).where(eq(sellers.hash, hash));
  return row?.id ?? null;
}

/** The seller's data with these ids, in their order; undefined for an unknown one. */
export async function findSellers(
  db: Reader,
  ids: readonly number[],
): Promise<(SellerDetails | undefined)[]> {
  const rows = await db
    .select()
    .from(sellers)
    .where(inArray(sellers.id, [...ids]));
  const byId = new Map(rows.map(({ id, details }) => [id, details]));
  return ids.map((id) => byId.get(id));
}
