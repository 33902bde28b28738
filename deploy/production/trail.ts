import { connectSql } from '#platform/database/sql-pool.ts';
import { describeError } from '#platform/log/log-error.ts';

/** The trail is verified within seconds, and all of it once a day. */
const maxVerifiedAgeMs = 2 * 86_400_000;
const triggers = ['entries_append_only', 'entries_continue', 'anchors_append_only'];

interface Rights {
  readonly is_superuser: boolean;
  readonly owns: boolean;
  readonly may_change: boolean;
  readonly active: string[];
}

interface Verification {
  readonly whole_ms: string | null;
  readonly broken_number: string | null;
}

/**
 * Asks the database whether the audit trail is protected from the role that adds to it, and whether it was verified lately.
 *
 * @param url with the role of the subgraph audit
 * @returns all problems, one line each
 */
export async function findTrailProblems(url: string, now: Date): Promise<readonly string[]> {
  const pool = connectSql({ url, name: 'check-production', maxConnections: 1 });
  try {
    const [rights] = await pool.sql<Rights[]>`
      select r.rolsuper as is_superuser,
        pg_has_role(current_user, n.nspowner, 'member') as owns,
        has_table_privilege('audit_trail.entries', 'update') or has_table_privilege('audit_trail.entries', 'delete')
          or has_table_privilege('audit_trail.entries', 'truncate') or has_table_privilege('audit_trail.entries', 'trigger')
          as may_change,
        (select coalesce(json_agg(tgname::text), '[]') from pg_trigger where tgenabled in ('O', 'A')
          and tgrelid in ('audit_trail.entries'::regclass, 'audit_trail.anchors'::regclass)) as active
      from pg_roles r, pg_namespace n where r.rolname = current_user and n.nspname = 'audit_trail'`;
    const [state] = await pool.sql<Verification[]>`
      select (extract(epoch from whole_at) * 1000)::bigint::text as whole_ms, broken_number::text from audit.trail_verification`;
    return [...(rights === undefined ? [] : judgeRights(rights)), ...judgeVerification(state, now)];
  } catch (error) {
    return [`DATABASE_URL: the audit trail cannot be examined: ${describeError(error)}`];
  } finally {
    await pool.close();
  }
}

function judgeRights({ is_superuser: isSuperuser, owns, may_change: mayChange, active }: Rights): string[] {
  const inactive = triggers.filter((name) => !active.includes(name));
  return [
    ...(isSuperuser || owns || mayChange
      ? [
          'DATABASE_URL: the role audit may change the audit trail; provision the database again, and revoke what was granted by hand',
        ]
      : []),
    ...(inactive.length > 0
      ? [
          `The audit trail is not append-only: the triggers ${inactive.join(', ')} are absent or disabled; enable them`,
        ]
      : []),
  ];
}

function judgeVerification(state: Verification | undefined, now: Date): string[] {
  if (state?.broken_number != null)
    return [
      `The audit trail is broken: entry ${state.broken_number} does not hold; run npm run audit:verify`,
    ];
  const wholeMs = state?.whole_ms == null ? Number.NEGATIVE_INFINITY : Number(state.whole_ms);
  return now.getTime() - wholeMs > maxVerifiedAgeMs
    ? [
        'The audit trail was not found whole in the last two days: the subgraph audit, which verifies it, does not run or does not come to its end',
      ]
    : [];
}
