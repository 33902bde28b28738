import type { Sql } from 'postgres';
import type { AuditEntry } from '#platform/audit/audit-entry.ts';
import type { Finding } from '../event-path/compare.ts';
import type { Tally } from './mutate.ts';

/** Compares the entries of the log, each once, with the rows that are there and with the refusals that clients have seen. */
export async function compareAudit(
  sql: Sql,
  entries: readonly AuditEntry[],
  tally: Readonly<Tally>,
): Promise<Finding[]> {
  const rows = await sql<{ key: string }[]>`
    select 'CUSTOMER_CREATED ' || id as key from customer.customers
    union all select 'INVOICE_CREATED ' || id from billing.invoices`;
  const done = new Map<string, number>();
  for (const { action, object, outcome } of entries) {
    if (outcome !== 'DONE') continue;
    const key = `${action} ${object?.id}`;
    done.set(key, (done.get(key) ?? 0) + 1);
  }
  const refused = entries.filter(({ outcome, source }) => outcome === 'REFUSED' && source !== 'gateway');
  const cut = entries.filter(({ action }) => action === 'MUTATION_REFUSED');
  const isKnown = new Set(rows.map(({ key }) => key));
  const count = (test: (key: string) => boolean, keys: Iterable<string>) => [...keys].filter(test).length;
  const kinds = new Set(rows.map(({ key }) => key.split(' ')[0]));
  return [
    { what: 'kinds of effects that were never made', count: 2 - kinds.size },
    { what: 'effects without an entry', count: count((key) => !done.has(key), isKnown) },
    {
      what: 'effects with more than one entry',
      count: count((key) => (done.get(key) ?? 0) > 1, done.keys()),
    },
    { what: 'entries of effects that are not there', count: count((key) => !isKnown.has(key), done.keys()) },
    { what: 'refusals by subgraphs without an entry', count: Math.max(0, tally.refused - refused.length) },
    { what: 'refusals by the gateway without an entry', count: Math.max(0, tally.cut - cut.length) },
    { what: 'entries of refusals that nobody asked for', count: Math.max(0, cut.length - tally.cutAttempts) },
    {
      what: 'refusals that share a request',
      count:
        refused.length + cut.length - new Set([...refused, ...cut].map(({ requestId }) => requestId)).size,
    },
    { what: 'entries that lack their code, address or request', count: entries.filter(isIncomplete).length },
  ];
}

function isIncomplete({ outcome, code, address, requestId }: AuditEntry): boolean {
  return (outcome === 'REFUSED') !== (code !== null) || address === null || requestId === null;
}
