import { fileURLToPath } from 'node:url';
import postgres, { type Sql } from 'postgres';
import { v7 as uuid } from 'uuid';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createMigratedDatabase } from '#platform/testing/template-database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';

/** An invoice in the form that imports use. */
export interface ImportedInvoice {
  readonly row_number: number;
  readonly id: string;
  readonly number: string;
  readonly is_credit_note: boolean;
  readonly customer_id: string | null;
  readonly customer_name: string;
  readonly currency: string;
  readonly net_minor: number;
  readonly tax_minor: number;
  readonly is_taxed_by_line: boolean;
  readonly issued_at: string;
  readonly issue_date: string;
  readonly line_count: number;
  /** Default: true. */
  readonly names_time?: boolean;
  /** Default: false. */
  readonly names_day?: boolean;
}

/** A line in the form that imports use. */
export interface ImportedLine {
  readonly invoice_id: string;
  readonly id: string;
  readonly position: number;
  readonly sku: string | null;
  readonly description: string;
  readonly quantity_e4: number;
  readonly unit: string;
  readonly unit_price_micro: number;
  readonly tax_rate_milli: number;
  /** Default: null, as in a file that does not name it. */
  readonly tax_category?: string | null;
  readonly tax_exemption_reason?: string | null;
  readonly net_minor: number;
  readonly tax_minor: number;
}

/** The answer of `merge_import`. */
export interface Merged {
  readonly inserted: number;
  readonly inserted_lines: number;
  readonly already_there: number;
  readonly conflicts: readonly {
    rowNumber: number;
    number: string;
    stored: Readonly<Record<string, unknown>>;
    given: Readonly<Record<string, unknown>>;
  }[];
}

/** The invoices and lines of one transaction of an import. */
export interface Chunk {
  readonly invoices: readonly ImportedInvoice[];
  readonly lines?: readonly ImportedLine[];
  readonly job?: string;
}

/** Billing's tables in a database of a test's own, and who may import into them. */
export interface TestImport {
  /** With billing's role. */
  readonly billing: Sql;
  readonly billingUrl: string;
  /** One session with the role of the batch worker. */
  readonly batch: Sql;
  /** With the role that owns the server. */
  readonly admin: Sql;
  /** Opens another session with the batch worker's role or billing's, which goes with the others. */
  connect(role?: 'batch' | 'billing'): Sql;
  /** Migrates, as billing does at each start; all of this release if no folder is given. */
  migrate(migrations?: string): Promise<void>;
  close(): Promise<void>;
}

/** @param migrations where they are, if not all of this release are to be applied */
export async function startTestImport(migrations?: string): Promise<TestImport> {
  const contexts = [{ name: 'billing', makesTemporaryTables: true }, 'batch'];
  const folder = fileURLToPath(new URL('../migrations', import.meta.url));
  const migrateFrom = (owned: TestDatabase, from: string) =>
    migrateDatabase({ url: owned.urlOf('billing'), schema: 'billing', folder: from });
  const database =
    migrations === undefined
      ? await createMigratedDatabase({
          name: 'imports',
          contexts,
          migrate: (empty) => migrateFrom(empty, folder),
        })
      : await createTestDatabase(...contexts);
  if (migrations !== undefined) await migrateFrom(database, migrations);
  const opened: Sql[] = [];
  const connect = (url: string) => {
    const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
    opened.push(sql);
    return sql;
  };
  return {
    billing: connect(database.urlOf('billing')),
    billingUrl: database.urlOf('billing'),
    batch: connect(database.urlOf('batch')),
    admin: connect(database.adminUrl),
    connect: (role = 'batch') => connect(database.urlOf(role)),
    migrate: (from) => migrateFrom(database, from ?? folder),
    close: async () => {
      await Promise.all(opened.map((sql) => sql.end({ timeout: 5 })));
      await database.close();
    },
  };
}

/** Imports a chunk in one transaction. */
export async function importChunk(sql: Sql, chunk: Chunk): Promise<Merged> {
  return sql.begin(async (tx) => {
    await tx`select billing.open_import()`;
    const { invoices, lines = [] } = chunk;
    if (invoices.length > 0) await tx`insert into import_invoices ${tx(invoices)}`;
    if (lines.length > 0) await tx`insert into import_lines ${tx(lines)}`;
    const job = chunk.job ?? uuid();
    const [merged] = await tx<[Merged]>`
      select inserted::int, inserted_lines::int, already_there::int, conflicts from billing.merge_import(${job})`;
    return merged;
  });
}

let newest = 0;

/** An invoice of 120.00 EUR without lines, with a number of its own. */
export function importedInvoice(changes: Partial<ImportedInvoice> = {}): ImportedInvoice {
  newest += 1;
  return {
    row_number: newest,
    id: uuid(),
    number: `OLD/${newest}`,
    is_credit_note: false,
    customer_id: null,
    customer_name: 'Boulangerie Martin',
    currency: 'EUR',
    net_minor: 12_000,
    tax_minor: 0,
    is_taxed_by_line: false,
    issued_at: '2010-12-01T08:26:00.123Z',
    issue_date: '2010-12-01',
    line_count: 0,
    ...changes,
  };
}

/** An invoice with one line for each of these quantities, in ten-thousandths, at 1.50 EUR and 20 %. */
export function importedWithLines(
  quantitiesE4: readonly number[],
  changes: Partial<ImportedInvoice> = {},
): { readonly invoice: ImportedInvoice; readonly lines: readonly ImportedLine[] } {
  const id = uuid();
  const lines = quantitiesE4.map((quantity, index) => ({
    invoice_id: id,
    id: uuid(),
    position: index + 1,
    sku: '85123A',
    description: 'White hanging heart',
    quantity_e4: quantity,
    unit: 'piece',
    unit_price_micro: 150_000_000,
    tax_rate_milli: 20_000,
    net_minor: roundAway((quantity * 150) / 10_000),
    tax_minor: roundAway(roundAway((quantity * 150) / 10_000) / 5),
  }));
  const net = lines.reduce((sum, line) => sum + line.net_minor, 0);
  const tax = lines.reduce((sum, line) => sum + line.tax_minor, 0);
  const figures = { net_minor: net, tax_minor: tax, line_count: lines.length };
  return { invoice: importedInvoice({ id, ...figures, ...changes }), lines };
}

/** Small figures only, for which a float is exact enough. */
function roundAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}
