import { and, desc, eq, gt, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { assignableDays, requestBounds } from '../domain/bounds.ts';
import type { RequestKindName } from '../domain/request-words.ts';
import type { RequestViewer } from '../domain/viewer.ts';
import { people } from '../people-tables.ts';

/** The time after which somebody who looks again is written down again, in milliseconds. */
const freshMs = 3_600_000;
/** The number of people that a process remembers. */
const maxRemembered = 10_000;

/** Notes who looks at requests, so that others can give them some; the process remembers whom it has noted lately. */
export class PeopleRegister {
  readonly #db: PostgresJsDatabase;
  readonly #clock: () => Date;
  readonly #noted = new Map<string, number>();

  constructor(db: PostgresJsDatabase, clock: () => Date) {
    this.#db = db;
    this.#clock = clock;
  }

  async note({ person, subject, managesAll, managesDisputes }: RequestViewer): Promise<void> {
    const seenAt = this.#clock();
    const key = `${managesAll} ${managesDisputes} ${person}`;
    if ((this.#noted.get(key) ?? 0) > seenAt.getTime() - freshMs) return;
    const seen = { subject, managesAll, managesDisputes, seenAt };
    await this.#db
      .insert(people)
      .values({ person, ...seen })
      .onConflictDoUpdate({ target: people.person, set: seen });
    if (this.#noted.size >= maxRemembered) this.#noted.clear();
    this.#noted.set(key, seenAt.getTime());
  }
}

/** Those to whom a request of a kind can be assigned, the latest seen first. */
export function listAssignees(
  db: Reader,
  kind: RequestKindName,
  now: Date,
): Promise<(typeof people.$inferSelect)[]> {
  return db
    .select()
    .from(people)
    .where(isAssignable(kind, now))
    .orderBy(desc(people.seenAt), people.person)
    .limit(requestBounds.assignees);
}

/** Somebody with this subject to whom a request of a kind can be assigned; of several issuers the one seen last. */
export async function findAssignee(
  db: Reader,
  subject: string,
  kind: RequestKindName,
  now: Date,
): Promise<string | undefined> {
  const [row] = await db
    .select({ person: people.person })
    .from(people)
    .where(and(eq(people.subject, subject), isAssignable(kind, now)))
    .orderBy(desc(people.seenAt))
    .limit(1);
  return row?.person;
}

function isAssignable(kind: RequestKindName, now: Date) {
  const since = new Date(now.getTime() - assignableDays * 24 * 3_600_000);
  const holdsRole =
    kind === 'DISPUTE' ? sql`(${people.managesAll} or ${people.managesDisputes})` : sql`${people.managesAll}`;
  return and(gt(people.seenAt, since), holdsRole);
}
