import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { Case } from '../case.ts';
import { findInvoices } from '../invoices.ts';
import { addCustomer, issueInvoice } from '../issue.ts';
import { expectCompleted } from '../load-summary.ts';

const issueDate = '2024-02-29';
const writtenWithinMs = 90_000;

/** The row gets a number that this ledger does not have, as if it were another one. */
export const issueDateThroughTheSink: Case = {
  name: "the issue date goes through the message and the sink's file into another ledger",
  async run({ openDesk, ask, askAsAdmin, system }) {
    const customerId = await addCustomer(askAsAdmin, 'Customer Of A Leap Day');
    const { number } = await issueInvoice(ask, customerId, issueDate);
    const folder = join(system.environment['DATA_DIR'] ?? '', 'sink');
    const rows = await waitFor(
      "the invoice in the sink's file",
      () => findRows(folder, number ?? ''),
      writtenWithinMs,
    );
    const desk = await openDesk(import.meta.dirname);
    await desk.write('sink.csv', rows.join('\r\n').replace(number ?? '', 'SINK-1'));
    expectCompleted(await desk.batch('load', 'sink.csv'));
    const [invoice] = await findInvoices(ask, { search: 'SINK-1' });
    assert.equal(invoice?.issueDate, issueDate);
  },
};

/** The header and the row of an invoice. */
async function findRows(folder: string, number: string): Promise<string[] | undefined> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [header = '', ...rows] = (await readFile(join(folder, name), 'utf8')).split('\r\n');
    const row = rows.find((each) => each.startsWith(`${number},`));
    if (row !== undefined) return [header, row, ''];
  }
  return undefined;
}
