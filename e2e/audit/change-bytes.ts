import type { ISql, Sql } from 'postgres';
import { connectSql } from '#platform/database/sql-pool.ts';
import type { Random } from '#platform/testing/random.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { Finding } from '../event-path/compare.ts';
import { runAuditVerify } from './verify-command.ts';

/** Changes of one byte or one bit of an entry. */
const changes: readonly string[] = [
  'actor_id = overlay(actor_id placing chr(ascii(actor_id) # 1) from 1 for 1)',
  "request_id = overlay(request_id placing case right(request_id, 1) when '0' then '1' else '0' end from length(request_id))",
  'salt = set_byte(salt, 15, get_byte(salt, 15) # 1)',
  'content_hash = set_byte(content_hash, 0, get_byte(content_hash, 0) # 128)',
  'hash = set_byte(hash, 31, get_byte(hash, 31) # 1)',
  "at = at + interval '1 millisecond'",
  'count = count + 1',
];

/** The subgraph looks for new entries every ten seconds. */
const lookWithinMs = 120_000;

/** The outcome of the checks of a trail. */
export interface TrailChecks {
  readonly findings: readonly Finding[];
  /** The changes that were made, each found where it was. */
  readonly changes: number;
  /** The verdict on the whole trail, as the command printed it. */
  readonly verdict: string;
}

/**
 * Verifies the trail by its command; then changes one byte of an entry as the owner, who has switched the triggers off, one
 * change after the other, and cuts off the end.
 */
export async function checkTrail(
  urls: { readonly keeper: string; readonly owner: string },
  options: { readonly random: Random; readonly entries: number },
): Promise<TrailChecks> {
  const { random, entries } = options;
  const whole = await runAuditVerify(urls.keeper);
  const holds = (text: string) => text.startsWith(`${entries.toLocaleString('en')} entries hold.`);
  const args = whole.head === undefined ? [] : ['--head', whole.head];
  const owner = connectSql({ url: urls.owner, name: 'change-bytes', maxConnections: 1 });
  try {
    let missed = 0;
    let wronglyFound = 0;
    for (const change of changes) {
      const number = random.between(1, entries);
      await withChange(owner.sql, { change, number }, async () => {
        const { exitCode, text } = await runAuditVerify(urls.keeper);
        if (exitCode === 0) missed += 1;
        else if (exitCode !== 1 || !text.startsWith(`Entry ${number} does not hold: `)) wronglyFound += 1;
      });
    }
    const restored = await runAuditVerify(urls.keeper, args);
    // The subgraph can miss only what it has seen.
    const hasSeenEnd = await isSeen(urls.keeper, { known_number: entries, broken_number: null });
    await changeTrail(owner.sql, (tx) => tx`delete from audit_trail.entries where number = ${entries}`);
    const cutOff = await runAuditVerify(urls.keeper, args);
    return {
      findings: [
        { what: 'chains that do not verify', count: whole.exitCode === 0 && holds(whole.text) ? 0 : 1 },
        { what: 'changed bytes that were not found', count: missed },
        { what: 'changed bytes that were found elsewhere', count: wronglyFound },
        {
          what: 'chains that do not verify after a change was undone',
          count: restored.exitCode === 0 ? 0 : 1,
        },
        { what: 'ends cut off that the head before does not show', count: cutOff.exitCode === 1 ? 0 : 1 },
        {
          what: 'ends cut off that the subgraph does not notice',
          count: hasSeenEnd && (await isSeen(urls.keeper, { broken_number: entries })) ? 0 : 1,
        },
      ],
      changes: changes.length,
      verdict: whole.text.trim(),
    };
  } finally {
    await owner.close();
  }
}

/** Waits until the subgraph, which verifies the trail in the background, has stored these values of its state. */
async function isSeen(url: string, state: Readonly<Record<string, number | null>>): Promise<boolean> {
  const keeper = connectSql({ url, name: 'see-verification', maxConnections: 1 });
  const isStored = async () => {
    const [row] = await keeper.sql<Record<string, string | null>[]>`
      select known_number::text, broken_number::text from audit.trail_verification`;
    return Object.entries(state).every(([name, value]) => row?.[name] === (value?.toString() ?? null));
  };
  try {
    return await waitFor('the verification in the background', isStored, lookWithinMs).catch(() => false);
  } finally {
    await keeper.close();
  }
}

/** Makes a change, calls `look`, and puts the entry back as it was. */
async function withChange(
  sql: Sql,
  { change, number }: { readonly change: string; readonly number: number },
  look: () => Promise<void>,
): Promise<void> {
  const [before] = await sql`select * from audit_trail.entries where number = ${number}`;
  if (before === undefined) throw new RangeError(`The trail has no entry ${number}.`);
  const { count } = await changeTrail(sql, (tx) =>
    tx.unsafe(`update audit_trail.entries set ${change} where number = ${number}`),
  );
  const [after] = await sql`select * from audit_trail.entries where number = ${number}`;
  if (count !== 1 || JSON.stringify(after) === JSON.stringify(before))
    throw new TypeError(`This changes nothing: ${change}`);
  await look();
  await changeTrail(sql, (tx) => tx`update audit_trail.entries set ${tx(before)} where number = ${number}`);
}

/** Runs a statement that no role of the system may run, with all triggers off. */
function changeTrail<Rows>(sql: Sql, change: (tx: ISql) => Promise<Rows>): Promise<Awaited<Rows>> {
  return sql.begin(async (tx) => {
    await tx`alter table audit_trail.entries disable trigger user`;
    const rows = await change(tx);
    await tx`alter table audit_trail.entries enable trigger user`;
    return rows;
  }) as Promise<Awaited<Rows>>;
}
