import type { Sql } from 'postgres';
import type { AuditEntry } from '#platform/audit/audit-entry.ts';
import type { Finding } from '../event-path/compare.ts';
import type { Tally } from './mutate.ts';

/** Each effect, by the action and the object that its entry names, and the number of times that it happened. */
const effects = `
  select 'CUSTOMER_CREATED ' || id as key, 1 as times from customer.customers
  union all select 'CUSTOMER_UPDATED ' || id, version - 1 from customer.customers where version > 1
  union all select 'INVOICE_CREATED ' || id, 1 from billing.invoices
  union all select 'INVOICE_ISSUED ' || id, 1 from billing.invoices where status = 'ISSUED'`;
const kindsOfEffects = 4;

/** Compares the entries of the log, each once, with the rows that are there and with the refusals that clients have seen. */
export async function compareAudit(
  sql: Sql,
  entries: readonly AuditEntry[],
  tally: Readonly<Tally>,
): Promise<Finding[]> {
  const rows = await sql.unsafe<{ key: string; times: number }[]>(effects);
  const times = new Map(rows.map(({ key, times }) => [key, times]));
  const done = new Map<string, number>();
  for (const { action, object, outcome } of entries) {
    if (outcome !== 'DONE') continue;
    const key = `${action} ${object?.id}`;
    done.set(key, (done.get(key) ?? 0) + 1);
  }
  const cut = entries.filter(({ action }) => action === 'MUTATION_REFUSED');
  const refused = entries.filter(({ outcome, source }) => outcome === 'REFUSED' && source !== 'gateway');
  const kinds = new Set(rows.map(({ key }) => key.split(' ')[0]));
  const doneEntries = sum(done.values());
  return [
    { what: 'kinds of effects that were never made', count: kindsOfEffects - kinds.size },
    { what: 'effects without an entry', count: countExcess(times, done) },
    {
      what: 'entries beyond the one of their effect, or of effects that are not there',
      count: countExcess(done, times),
    },
    { what: 'entries of neither', count: entries.length - doneEntries - refused.length - cut.length },
    { what: 'refusals by subgraphs without an entry', count: Math.max(0, tally.refused - refused.length) },
    { what: 'refusals by the gateway without an entry', count: Math.max(0, tally.cut - cut.length) },
    {
      what: 'entries of refusals that nobody asked for',
      count:
        Math.max(0, cut.length - tally.cutAttempts) +
        Math.max(0, refused.length - tally.refused - tally.failures),
    },
    {
      what: 'refusals that share a request',
      count:
        refused.length + cut.length - new Set([...refused, ...cut].map(({ requestId }) => requestId)).size,
    },
    { what: 'entries that lack their code, address or request', count: entries.filter(isIncomplete).length },
  ];
}

/** The number by which the counts of one exceed those of the other. */
function countExcess(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  return sum([...one].map(([key, count]) => Math.max(0, count - (other.get(key) ?? 0))));
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, one) => total + one, 0);
}

function isIncomplete({ outcome, code, address, requestId }: AuditEntry): boolean {
  return (outcome === 'REFUSED') !== (code !== null) || address === null || requestId === null;
}
