import {
  type AnyColumn,
  and,
  desc,
  eq,
  gt,
  inArray,
  lte,
  ne,
  type SQL,
  sql,
} from '#platform/database/drizzle.ts';
import type { PgDatabase, PgQueryResultHKT } from '#platform/database/drizzle-tables.ts';
import { sessions, spentValues } from './tables.ts';

/** The pool, or a transaction on it. */
export type SessionDatabase = PgDatabase<PgQueryResultHKT>;

/** A session as the database has it. All times are judged by the database's clock, so that processes agree. */
export interface SessionRow {
  readonly idHash: Buffer;
  readonly subject: string;
  readonly username: string;
  readonly roles: string[];
  readonly sealedTokens: Buffer;
  /** Seconds that the access token is good for; negative once it has expired. */
  readonly accessLeftSeconds: number;
  /** When it ends unless it is used before. */
  readonly endsAt: Date;
  readonly leftSeconds: number;
  /** Until the limit that use does not move. */
  readonly absoluteLeftSeconds: number;
}

/** The part of a session that shows if it is alive and has new tokens, without the tokens. */
export interface SessionPulse {
  readonly idHash: Buffer;
  /** When the access token expires; another moment means another token. */
  readonly accessExpiresAt: Date;
  readonly accessLeftSeconds: number;
  readonly leftSeconds: number;
  readonly absoluteLeftSeconds: number;
}

/** The part of a session that changes when tokens are renewed. */
export interface RenewedSession {
  readonly sealedTokens: Buffer;
  readonly accessSeconds: number;
  readonly username: string;
  readonly roles: readonly string[];
}

export interface NewSession extends RenewedSession {
  readonly idHash: Buffer;
  readonly subject: string;
  readonly providerSessionId: string | undefined;
  readonly userAgent: string | undefined;
  readonly limits: SessionLimits;
}

export interface SessionLimits {
  /** A session nobody uses ends after so long. */
  readonly idleSeconds: number;
  /** No session lives longer than this. */
  readonly absoluteSeconds: number;
}

/** Moving the idle limit costs a write; it moves at most this often. */
const touchEverySeconds = 30;

const isAlive = gt(sessions.endsAt, sql`now()`);
const rowColumns = {
  idHash: sessions.idHash,
  subject: sessions.subject,
  username: sessions.username,
  roles: sessions.roles,
  sealedTokens: sessions.sealedTokens,
  accessLeftSeconds: secondsUntil(sessions.accessExpiresAt),
  endsAt: sessions.endsAt,
  leftSeconds: secondsUntil(sessions.endsAt),
  absoluteLeftSeconds: secondsUntil(sessions.absoluteEndsAt),
};

function secondsUntil(column: AnyColumn): SQL<number> {
  return sql`extract(epoch from ${column} - now())`.mapWith(Number);
}

function inSeconds(seconds: number): SQL {
  return sql`now() + make_interval(secs => ${seconds}::double precision)`;
}

export async function insertSession(connection: SessionDatabase, session: NewSession): Promise<void> {
  await connection.insert(sessions).values({
    idHash: session.idHash,
    subject: session.subject,
    providerSessionId: session.providerSessionId ?? null,
    userAgent: session.userAgent ?? null,
    username: session.username,
    roles: [...session.roles],
    sealedTokens: session.sealedTokens,
    accessExpiresAt: inSeconds(session.accessSeconds),
    endsAt: inSeconds(Math.min(session.limits.idleSeconds, session.limits.absoluteSeconds)),
    absoluteEndsAt: inSeconds(session.limits.absoluteSeconds),
  });
}

/** A session that has not passed its limits. */
export async function findSession(
  connection: SessionDatabase,
  idHash: Buffer,
): Promise<SessionRow | undefined> {
  const [row] = await connection
    .select(rowColumns)
    .from(sessions)
    .where(and(eq(sessions.idHash, idHash), isAlive));
  return row;
}

/** A session of a person, for that person. */
export interface OwnSessionRow {
  readonly idHash: Buffer;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly endsAt: Date;
}

/** Sessions of one person that are shown at most; all of them can be ended. */
const maxShownSessions = 100;

/** The live sessions of a person, the latest used first. */
export async function findSessionsOf(
  connection: SessionDatabase,
  subject: string,
): Promise<readonly OwnSessionRow[]> {
  return connection
    .select({
      idHash: sessions.idHash,
      userAgent: sessions.userAgent,
      createdAt: sessions.createdAt,
      lastUsedAt: sessions.lastUsedAt,
      endsAt: sessions.endsAt,
    })
    .from(sessions)
    .where(and(eq(sessions.subject, subject), isAlive))
    .orderBy(desc(sessions.lastUsedAt), desc(sessions.createdAt))
    .limit(maxShownSessions);
}

/** A session that has ended, with its encrypted tokens. */
export interface EndedSessionRow {
  readonly idHash: Buffer;
  readonly sealedTokens: Buffer;
}

/** Ends sessions of a person: one of them, or all but one. @returns those that have ended */
export async function deleteOwnSessions(
  connection: SessionDatabase,
  subject: string,
  which: { readonly only: Buffer } | { readonly allBut: Buffer },
): Promise<readonly EndedSessionRow[]> {
  const condition = 'only' in which ? eq(sessions.idHash, which.only) : ne(sessions.idHash, which.allBut);
  return connection
    .delete(sessions)
    .where(and(eq(sessions.subject, subject), condition))
    .returning({ idHash: sessions.idHash, sealedTokens: sessions.sealedTokens });
}

/** Those of the sessions that have not passed their limits. */
export async function findPulses(
  connection: SessionDatabase,
  idHashes: readonly Buffer[],
): Promise<readonly SessionPulse[]> {
  return connection
    .select({
      idHash: sessions.idHash,
      accessExpiresAt: sessions.accessExpiresAt,
      accessLeftSeconds: rowColumns.accessLeftSeconds,
      leftSeconds: rowColumns.leftSeconds,
      absoluteLeftSeconds: rowColumns.absoluteLeftSeconds,
    })
    .from(sessions)
    .where(and(inArray(sessions.idHash, [...idHashes]), isAlive));
}

/** The same, and nobody else renews or ends it until the transaction does. */
export async function lockSession(
  connection: SessionDatabase,
  idHash: Buffer,
): Promise<SessionRow | undefined> {
  const [row] = await connection
    .select(rowColumns)
    .from(sessions)
    .where(and(eq(sessions.idHash, idHash), isAlive))
    .for('update');
  return row;
}

/** True if use would move the idle limit far enough to be worth a write. */
export function isTouchDue(
  row: Pick<SessionRow, 'leftSeconds' | 'absoluteLeftSeconds'>,
  { idleSeconds }: SessionLimits,
): boolean {
  return Math.min(idleSeconds, row.absoluteLeftSeconds) - row.leftSeconds > touchEverySeconds;
}

/** Notes that sessions are in use, which moves their idle limit. */
export async function touchSessions(
  connection: SessionDatabase,
  idHashes: readonly Buffer[],
  { idleSeconds }: SessionLimits,
): Promise<void> {
  await connection
    .update(sessions)
    .set({
      endsAt: sql`least(${inSeconds(idleSeconds)}, ${sessions.absoluteEndsAt})`,
      lastUsedAt: sql`now()`,
    })
    .where(and(inArray(sessions.idHash, [...idHashes]), isAlive));
}

export async function updateSession(
  connection: SessionDatabase,
  idHash: Buffer,
  renewed: RenewedSession,
): Promise<void> {
  await connection
    .update(sessions)
    .set({
      sealedTokens: renewed.sealedTokens,
      accessExpiresAt: inSeconds(renewed.accessSeconds),
      username: renewed.username,
      roles: [...renewed.roles],
    })
    .where(eq(sessions.idHash, idHash));
}

/** @returns the person and the encrypted tokens of the session that has ended, for a last word to the provider. */
export async function deleteSession(
  connection: SessionDatabase,
  idHash: Buffer,
): Promise<{ readonly subject: string; readonly sealedTokens: Buffer } | undefined> {
  const [row] = await connection
    .delete(sessions)
    .where(eq(sessions.idHash, idHash))
    .returning({ subject: sessions.subject, sealedTokens: sessions.sealedTokens });
  return row;
}

/** Ends all sessions of one session at the provider, or else all of one person. @returns those that have ended. */
export async function deleteSessionsOf(
  connection: SessionDatabase,
  whose: { providerSessionId?: string | undefined; subject?: string | undefined },
): Promise<readonly { readonly idHash: Buffer; readonly subject: string }[]> {
  const { providerSessionId, subject } = whose;
  const conditions = [
    ...(providerSessionId === undefined ? [] : [eq(sessions.providerSessionId, providerSessionId)]),
    ...(subject === undefined ? [] : [eq(sessions.subject, subject)]),
  ];
  if (conditions.length === 0)
    throw new TypeError('Whose sessions end must be given: a sid, a subject or both.');
  return connection
    .delete(sessions)
    .where(and(...conditions))
    .returning({ idHash: sessions.idHash, subject: sessions.subject });
}

/** Remembers a value for so long. @returns whether it is new; `false` means that it is used a second time. */
export async function spendValue(
  connection: SessionDatabase,
  valueHash: Buffer,
  keepSeconds: number,
): Promise<boolean> {
  const inserted = await connection
    .insert(spentValues)
    .values({ valueHash, expiresAt: inSeconds(keepSeconds) })
    .onConflictDoNothing()
    .returning({ valueHash: spentValues.valueHash });
  return inserted.length === 1;
}

/** Deletes at most `limit` rows of each table that are past their time. @returns how many in all. */
export async function deleteExpired(connection: SessionDatabase, limit: number): Promise<number> {
  const overdueSessions = connection
    .select({ idHash: sessions.idHash })
    .from(sessions)
    .where(lte(sessions.endsAt, sql`now()`))
    .limit(limit)
    // Another process may be sweeping too.
    .for('update', { skipLocked: true });
  const overdueValues = connection
    .select({ valueHash: spentValues.valueHash })
    .from(spentValues)
    .where(lte(spentValues.expiresAt, sql`now()`))
    .limit(limit)
    .for('update', { skipLocked: true });
  const endedSessions = await connection
    .delete(sessions)
    .where(sql`${sessions.idHash} in ${overdueSessions}`)
    .returning({ idHash: sessions.idHash });
  const forgottenValues = await connection
    .delete(spentValues)
    .where(sql`${spentValues.valueHash} in ${overdueValues}`)
    .returning({ valueHash: spentValues.valueHash });
  return endedSessions.length + forgottenValues.length;
}
