import type { Finding } from '../event-path/compare.ts';
import type { Announced, Total } from './announced.ts';
import type { Follower, Seen } from './follower.ts';

/** Compares what a follower counted and saw with what billing announced. Every count must be none. */
export function compareFollower(
  { name, snapshot, seen, failures }: Pick<Follower, 'name' | 'snapshot' | 'seen' | 'failures'>,
  announced: Announced,
): Finding[] {
  const counted = [...snapshot.values()].reduce((sum, { count }) => sum + count, 0);
  const all = [...announced.totals.values()].reduce((sum, { count }) => sum + count, 0);
  const distinct = new Set(seen.map(({ number }) => number));
  const findings = [
    { what: 'invoices missing', count: Math.max(0, all - counted - distinct.size) },
    { what: 'invoices seen more than once', count: seen.length - distinct.size },
    { what: 'invoices out of the order of their customer', count: countDisorder(seen, announced) },
    {
      what: 'currencies whose snapshot and invoices do not add up',
      count: countOff(snapshot, seen, announced),
    },
    { what: 'ends of the subscription', count: failures.length },
  ];
  return findings.map(({ what, count }) => ({ what: `${name}: ${what}`, count }));
}

/** Whoever begins with a snapshot sees of each customer all invoices from some one on. */
function countDisorder(seen: readonly Seen[], { byCustomer }: Announced): number {
  const seenBy = Map.groupBy(seen, ({ customer }) => customer);
  let disorder = 0;
  for (const [customer, invoices] of seenBy) {
    const wanted = (byCustomer.get(customer) ?? []).slice(-invoices.length);
    disorder += invoices.filter(({ number }, nth) => number !== wanted[nth]).length;
  }
  return disorder;
}

function countOff(snapshot: ReadonlyMap<string, Total>, seen: readonly Seen[], announced: Announced): number {
  const totals = new Map(snapshot);
  for (const { currency, minor } of seen) {
    const before = totals.get(currency) ?? { count: 0, minor: 0n };
    totals.set(currency, { count: before.count + 1, minor: before.minor + minor });
  }
  const currencies = new Set([...totals.keys(), ...announced.totals.keys()]);
  return [...currencies].filter((currency) => {
    const [one, other] = [totals.get(currency), announced.totals.get(currency)];
    return one?.count !== other?.count || one?.minor !== other?.minor;
  }).length;
}
