import assert from 'node:assert/strict';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { type WalkedPage, walkPages } from '#platform/testing/walk-pages.ts';
import type { Case } from '../case.ts';
import { findInvoices, sumInvoices } from '../invoices.ts';

/**
 * Sums to the cent of the invoices that an empty system is filled with. The taxes of the lines come to 7,613.77 GBP, which
 * was the tax of the invoices before the tax of a rate was rounded once (EN 16931 BR-CO-17).
 */
const sums = {
  'INVOICE ISSUED GBP': {
    count: 146,
    netMinor: 5_396_419n,
    taxMinor: 761_379n,
    totalMinor: 6_157_798n,
  },
};
const lineCount = 952;
const lineTaxMinor = 761_377;

export const demo: Case = {
  name: 'the demo comes to the same invoices and sums',
  async run({ ask, system }) {
    assert.match(
      system.output(),
      /Demo: 146 issued invoices with 952 lines, 125 customers, 551 products; 83 of 1035 rows refused/,
    );
    assert.deepEqual(sumInvoices(await findInvoices(ask, { origin: 'OWN' })), sums);
    const lines = await findLines(ask);
    assert.deepEqual(
      [lines.length, lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0)],
      [lineCount, lineTaxMinor],
    );
    assert.equal(BigInt(sumByRate(lines)), sums['INVOICE ISSUED GBP'].taxMinor);
  },
};

interface Line {
  /** Of one invoice and one rate. */
  readonly group: string;
  readonly ratePercent: number;
  readonly netMinor: number;
  readonly taxMinor: number;
}

interface InvoiceNode {
  readonly id: string;
  readonly lines: readonly {
    readonly taxRate: string;
    readonly netAmount: { readonly amount: string };
    readonly taxAmount: { readonly amount: string };
  }[];
}

async function findLines(ask: GraphqlClient): Promise<Line[]> {
  const invoices = await walkPages<InvoiceNode>(
    async ({ first, after }) => {
      const { data, errors } = await ask<{ invoices: WalkedPage<InvoiceNode> }>(
        `query($first: Int, $after: String) { invoices(first: $first, after: $after, filter: { origin: OWN }) {
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          edges { node { id lines { taxRate netAmount { amount } taxAmount { amount } } } } } }`,
        { first, after },
      );
      assert.deepEqual(errors, []);
      return data.invoices;
    },
    { size: 25, isBackward: false },
  );
  return invoices.flatMap(({ id, lines }) =>
    lines.map(({ taxRate, netAmount, taxAmount }) => ({
      group: `${id} ${taxRate}`,
      ratePercent: Number(taxRate),
      netMinor: toPence(netAmount.amount),
      taxMinor: toPence(taxAmount.amount),
    })),
  );
}

/** The tax of all invoices by the rule, in pence: rates here are whole percents, so that these products are exact. */
function sumByRate(lines: readonly Line[]): number {
  const groups = Object.values(Object.groupBy(lines, ({ group }) => group));
  return groups.reduce((sum, group = []) => {
    const net = group.reduce((total, { netMinor }) => total + netMinor, 0);
    return sum + Math.round((net * (group[0]?.ratePercent ?? 0)) / 100);
  }, 0);
}

function toPence(amount: string): number {
  return Math.round(Number(amount) * 100);
}
