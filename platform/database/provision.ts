import type postgres from 'postgres';
import { openSql } from './open-sql.ts';

/** A bounded context's share of the database: one schema and the one login role that owns it. */
export interface ContextRole {
  /** The name of the schema and of the role; a plain identifier. */
  readonly name: string;
  readonly password: string;
  /** True if the role may make temporary tables; false when absent. */
  readonly makesTemporaryTables?: boolean;
  /** The groups whose rights the role has, for example `event_log_reader`; plain identifiers. */
  readonly groups?: readonly string[];
  /** The most connections of the role at once; no limit when absent. */
  readonly maxConnections?: number;
}

/**
 * For sessions that set no limits of their own: ours set narrower ones. A statement or an open transaction that nobody ends
 * holds locks and memory.
 */
const roleSettings = { statement_timeout: '5min', idle_in_transaction_session_timeout: '1min' };

const plainIdentifier = /^[a-z][a-z0-9_]{0,62}$/;

/**
 * Creates what is missing of each context's login role and schema, and sets the role's password.
 *
 * A role owns its schema, reaches no other unless a group gives it rights there, and creates no further schemas. `url` names
 * the database with a role that may create roles and the extension pg_trgm. Safe to run again and by several processes at once.
 *
 * @returns for each context the URL with its own role.
 */
export async function provisionDatabase(
  url: string,
  contexts: readonly ContextRole[],
): Promise<Record<string, string>> {
  for (const name of contexts.flatMap(({ name, groups = [] }) => [name, ...groups])) {
    if (!plainIdentifier.test(name))
      throw new TypeError(`"${name}" cannot name a schema or role: want ${plainIdentifier}`);
  }
  const sql = openSql(url, {
    max: 1,
    connect_timeout: 5,
    onnotice: () => {},
    connection: { statement_timeout: 30_000 },
  });
  try {
    await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtextextended('provision', 0))`;
      // Nobody creates anything outside a context's own schema.
      await tx`revoke create on schema public from public`;
      const [{ database } = { database: '' }] = await tx<
        { database: string }[]
      >`select current_database() as database`;
      await tx`revoke temporary on database ${tx(database)} from public`;
      // For searches by parts of texts. A role may not make it, as it creates nothing in the database itself.
      await tx`create extension if not exists pg_trgm with schema public`;
      for (const context of contexts) await provisionContext(tx, context, database);
    });
  } finally {
    await sql.end({ timeout: 1 });
  }
  return Object.fromEntries(contexts.map((context) => [context.name, toRoleUrl(url, context)]));
}

async function provisionContext(
  tx: postgres.TransactionSql,
  context: ContextRole,
  database: string,
): Promise<void> {
  const role = tx(context.name);
  const [existing] = await tx`select 1 from pg_roles where rolname = ${context.name}`;
  if (existing === undefined) await tx`create role ${role} login nosuperuser nocreatedb nocreaterole`;
  // ALTER ROLE takes no parameters, so PostgreSQL itself quotes the password.
  const [{ statement } = { statement: '' }] = await tx<{ statement: string }[]>`
    select format('alter role %I login password %L', ${context.name}::text, ${context.password}::text) as statement`;
  await tx.unsafe(statement);
  await tx`alter role ${role} set search_path = ${role}`;
  await tx`grant connect on database ${tx(database)} to ${role}`;
  if (context.makesTemporaryTables) await tx`grant temporary on database ${tx(database)} to ${role}`;
  // A role that is not a superuser can hand the schema over only if it owns it through membership.
  await tx`grant ${role} to current_user`;
  await tx`create schema if not exists ${role} authorization ${role}`;
  // Earlier versions granted it.
  await tx`revoke create on database ${tx(database)} from ${role}`;
  await limitRole(tx, context);
  for (const group of context.groups ?? []) await joinGroup(tx, context.name, group);
}

async function limitRole(
  tx: postgres.TransactionSql,
  { name, maxConnections = -1 }: ContextRole,
): Promise<void> {
  await tx.unsafe(`alter role "${name}" connection limit ${Math.trunc(maxConnections)}`);
  for (const [setting, value] of Object.entries(roleSettings))
    await tx.unsafe(`alter role "${name}" set ${setting} = '${value}'`);
}

async function joinGroup(tx: postgres.TransactionSql, name: string, group: string): Promise<void> {
  const [existing] = await tx`select 1 from pg_roles where rolname = ${group}`;
  if (existing === undefined) await tx`create role ${tx(group)} nologin`;
  await tx`grant ${tx(group)} to ${tx(name)}`;
}

function toRoleUrl(url: string, context: ContextRole): string {
  const own = new URL(url);
  own.username = context.name;
  own.password = context.password;
  return own.href;
}
