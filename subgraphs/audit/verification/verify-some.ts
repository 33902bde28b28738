import type { ISql, Sql } from 'postgres';
import type { TrailBreak } from '#platform/audit/trail/find-break.ts';
import { loadTrailStart } from '#platform/audit/trail/trail-head.ts';
import { verifyNextEntries } from '#platform/audit/trail/verify-next-entries.ts';

/** The outcome of one step of the verification. */
export interface VerificationStep {
  /** True if more entries are to be verified now. */
  readonly hasMore: boolean;
  /** A break that the steps before did not find. */
  readonly newBreak?: TrailBreak;
  /** The number of an entry that did not hold, and holds now. */
  readonly mended?: bigint;
}

interface StateRow {
  readonly pass_started_ms: string;
  readonly through_number: string;
  readonly through_hash: Buffer;
  readonly known_number: string;
  readonly known_hash: Buffer;
  readonly broken_number: string | null;
  readonly broken_problem: string | null;
}

const entriesAtOnce = 1_000;
/** A pass over the whole trail begins so long after the one before, in milliseconds. */
const passEveryMs = 86_400_000;
const nothingToDo: VerificationStep = { hasMore: false };

/**
 * Verifies some entries after those that were verified before, and stores how far it came. Only one process does so at a time;
 * the others find nothing to do.
 */
export function verifySome(sql: Sql, now: Date, limit: number = entriesAtOnce): Promise<VerificationStep> {
  return sql.begin(async (tx) => {
    const state = await lockState(tx, now);
    if (state === undefined) return nothingToDo;
    const wasBroken = state.broken_number !== null;
    const isNewPass = !wasBroken && now.getTime() - Number(state.pass_started_ms) >= passEveryMs;
    const known = { number: BigInt(state.known_number), hash: state.known_hash };
    const step = await verifyNextEntries(tx, {
      after: isNewPass
        ? await loadTrailStart(tx)
        : { number: BigInt(state.through_number), hash: state.through_hash },
      known,
      limit,
    });
    const { through } = step;
    const newest = through.number > known.number ? through : known;
    const place = {
      through_number: through.number.toString(),
      through_hash: through.hash,
      known_number: newest.number.toString(),
      known_hash: newest.hash,
      ...(isNewPass && { pass_started_at: now.toISOString() }),
    };
    if (step.kind === 'holds') {
      const { isEnd } = step;
      await store(tx, {
        ...place,
        ...(isEnd && { whole_at: now.toISOString() }),
        ...(wasBroken && { broken_number: null, broken_problem: null, broken_at: null }),
      });
      return { hasMore: !isEnd, ...(wasBroken && { mended: BigInt(state.broken_number ?? 0) }) };
    }
    const { number, problem } = step;
    if (state.broken_number === number.toString() && state.broken_problem === problem) return nothingToDo;
    await store(tx, {
      ...place,
      broken_number: number.toString(),
      broken_problem: problem,
      broken_at: now.toISOString(),
    });
    return { hasMore: false, newBreak: { number, problem } };
  }) as Promise<VerificationStep>;
}

async function lockState(tx: ISql, now: Date): Promise<StateRow | undefined> {
  const start = await loadTrailStart(tx);
  const number = start.number.toString();
  await tx`
    insert into audit.trail_verification (pass_started_at, through_number, through_hash, known_number, known_hash)
    values (${now.toISOString()}, ${number}, ${start.hash}, ${number}, ${start.hash})
    on conflict do nothing`;
  const [state] = await tx<StateRow[]>`
    select (extract(epoch from pass_started_at) * 1000)::bigint::text as pass_started_ms, through_number::text, through_hash,
      known_number::text, known_hash, broken_number::text, broken_problem
    from audit.trail_verification for update skip locked`;
  return state;
}

function store(tx: ISql, columns: Readonly<Record<string, string | Uint8Array | null>>): Promise<unknown> {
  return tx`update audit.trail_verification set ${tx(columns)}`;
}
