import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import type { Case } from '../case.ts';
import { findInvoices, sumInvoices } from '../invoices.ts';
import { expectCompleted } from '../load-summary.ts';

/**
 * The data set "Online Retail", December 2010 (Daqing Chen, UCI Machine Learning Repository, 2015), which is too large for
 * this repository.
 *
 * @param file where it is
 */
export function createRetailCase(file: string): Case {
  return {
    name: 'the retail data set of December 2010 comes to the same rows and sums',
    async run({ openDesk, ask }) {
      const desk = await openDesk(import.meta.dirname);
      await copyFile(file, desk.path('retail.csv'));
      const load = await desk.batch('load', 'retail.csv', '--mapping', 'online-retail', '--skip-limit', '2%');
      const { status, ...figures } = expectCompleted(load);
      assert.equal(status, 'COMPLETED');
      assert.deepEqual(figures, {
        read: 39_530,
        loaded: 39_391,
        alreadyThere: 0,
        conflicting: 0,
        rejected: 139,
        reasons: { DESCRIPTION_MISSING: 123, QUANTITY_NOT_POSITIVE: 8, INVOICE_REJECTED: 7, CUT_OFF: 1 },
      });
      assert.match(load.output, /39,391 rows, 1,761 invoices/);
      assert.deepEqual(sumInvoices(await findInvoices(ask, { origin: 'IMPORTED' })), {
        'INVOICE ISSUED GBP': { count: 1_462, netMinor: 75_568_743n, taxMinor: 0n, totalMinor: 75_568_743n },
        'CREDIT_NOTE ISSUED GBP': {
          count: 299,
          netMinor: -7_418_857n,
          taxMinor: 0n,
          totalMinor: -7_418_857n,
        },
      });
    },
  };
}
