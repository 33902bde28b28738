import assert from 'node:assert/strict';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { type WalkedPage, walkPages } from '#platform/testing/walk-pages.ts';
import { parseMoney } from '#schema/money.ts';

interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** An invoice as the gateway shows it. */
export interface SeenInvoice {
  readonly number: string | null;
  readonly kind: string;
  readonly status: string;
  readonly issueDate: string | null;
  readonly issuedAt: string | null;
  readonly netTotal: Amount;
  readonly taxTotal: Amount;
  readonly total: Amount;
}

/** All invoices that a filter finds, read page by page through the gateway. */
export async function findInvoices(ask: GraphqlClient, filter: object): Promise<SeenInvoice[]> {
  return await walkPages<SeenInvoice>(
    async (page) => {
      const { data, errors } = await ask<{ invoices: WalkedPage<SeenInvoice> }>(
        `query($first: Int, $after: String, $filter: InvoiceFilter) {
          invoices(first: $first, after: $after, filter: $filter) {
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
            edges { node { number kind status issueDate issuedAt
              netTotal { amount currency } taxTotal { amount currency } total { amount currency } } } } }`,
        { ...page, filter },
      );
      assert.deepEqual(errors, []);
      return data.invoices;
    },
    { size: 100, isBackward: false },
  );
}

/** Invoices of one kind, status and currency, and their sums in minor units. */
export interface LedgerSum {
  readonly count: number;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
}

/** Sums by kind, status and currency, such as `INVOICE ISSUED GBP`. */
export function sumInvoices(invoices: readonly SeenInvoice[]): Record<string, LedgerSum> {
  const sums: Record<string, LedgerSum> = {};
  for (const { kind, status, netTotal, taxTotal, total } of invoices) {
    const key = `${kind} ${status} ${total.currency}`;
    const sum = sums[key];
    sums[key] = {
      count: (sum?.count ?? 0) + 1,
      netMinor: (sum?.netMinor ?? 0n) + toMinor(netTotal),
      taxMinor: (sum?.taxMinor ?? 0n) + toMinor(taxTotal),
      totalMinor: (sum?.totalMinor ?? 0n) + toMinor(total),
    };
  }
  return sums;
}

function toMinor({ amount, currency }: Amount): bigint {
  const money = parseMoney(amount, currency);
  if (money === undefined) throw new Error(`${amount} ${currency} is not an amount.`);
  return money.amountMinor;
}
