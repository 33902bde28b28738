import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '#platform/database/database.ts';
import { createLog } from '#platform/log/log.ts';
import { findMapping } from '../../mapping/find-mapping.ts';
import { anySeller } from '../../mapping/testing/any-seller.ts';
import { type LoadResult, loadFile } from '../load-file.ts';
import type { LoadRequest } from '../load-request.ts';
import { createTestLedger } from './test-ledger.ts';

/** A ledger into which a test loads invoices and payments. */
export interface PaymentLedger {
  /** A connection with the role that owns the server. */
  readonly admin: Database['sql'];
  /** A folder for files. */
  readonly folder: string;
  /** Loads a file with the shipped mapping for payments, unless another is given. */
  load(content: string, changes?: Partial<LoadRequest>): Promise<LoadResult>;
  /** Imports invoices: number, customer, amount and currency of each. */
  bill(...rows: readonly string[]): Promise<void>;
  /** The status of an invoice, and what is paid of it in minor units. */
  paidOf(number: string): Promise<unknown[]>;
  close(): Promise<void>;
}

/** The reject file of a load; empty if there is none. */
export async function readRejectFile({ rejectPath }: LoadResult): Promise<string> {
  return rejectPath === undefined ? '' : await readFile(rejectPath, 'utf8');
}

/** Creates an empty ledger and a folder; the caller closes both. */
export async function createPaymentLedger(): Promise<PaymentLedger> {
  const ledger = await createTestLedger();
  const folder = await mkdtemp(join(tmpdir(), 'load-payments-'));
  const invoices = await findMapping('facturation');
  const payments = await findMapping('payments');
  const log = createLog({ name: 'load-payments-test', level: 'silent' });
  let files = 0;
  async function load(content: string, changes: Partial<LoadRequest> = {}): Promise<LoadResult> {
    files += 1;
    const path = join(folder, `${files}.csv`);
    await writeFile(path, content);
    const request: LoadRequest = {
      path,
      mapping: payments,
      skipLimit: null,
      reasonPercent: null,
      workers: 1,
      chunkRows: 100,
      rejectPath: `${path}.rejects.csv`,
      parameters: {},
      ...changes,
    };
    const openDatabase = async () => ledger.url;
    const { signal } = new AbortController();
    return await loadFile(request, {
      openDatabase,
      seller: anySeller,
      log,
      signal,
      onBegin: () => undefined,
    });
  }
  return {
    admin: ledger.admin,
    folder,
    load,
    bill: async (...rows) => {
      const lines = rows.map((row) => `${row},2026-03-01T09:30:00Z`);
      const content = `invoiceNumber,customerName,amount,currency,issuedAt\n${lines.join('\n')}\n`;
      const { counts, failure } = await load(content, { mapping: invoices });
      assert.equal(counts.loadedRows, rows.length, failure?.message);
    },
    paidOf: async (number) => {
      const [row] = await ledger.admin`
        select status, paid_minor::int as paid from billing.invoices where number = ${number}`;
      return [row?.['status'], row?.['paid']];
    },
    close: async () => {
      await rm(folder, { recursive: true });
      await ledger.close();
    },
  };
}
