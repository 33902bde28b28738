import postgres from 'postgres';

/** A bounded context's share of the database: one schema and the one login role that owns it. */
export interface ContextRole {
  /** The name of the schema and of the role; a plain identifier. */
  readonly name: string;
  readonly password: string;
  /** Whether the role may make temporary tables; false when absent. */
  readonly makesTemporaryTables?: boolean;
}

const plainIdentifier = /^[a-z][a-z0-9_]{0,62}$/;

/**
 * Creates what is missing of each context's login role and schema, and sets the role's password.
 *
 * A role owns its schema and reaches no other. `url` names the database with a role that may create roles. Safe to run
 * again and by several processes at once.
 *
 * @returns for each context the URL with its own role.
 */
export async function provisionDatabase(
  url: string,
  contexts: readonly ContextRole[],
): Promise<Record<string, string>> {
  for (const { name } of contexts) {
    if (!plainIdentifier.test(name))
      throw new TypeError(`"${name}" is no name for a schema: want ${plainIdentifier}`);
  }
  const sql = postgres(url, {
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
  // Owning it through membership is what lets a role that is no superuser hand the schema over.
  await tx`grant ${role} to current_user`;
  await tx`create schema if not exists ${role} authorization ${role}`;
  // drizzle's migrator says CREATE SCHEMA IF NOT EXISTS, for which PostgreSQL wants this right even when it exists.
  await tx`grant create on database ${tx(database)} to ${role}`;
}

function toRoleUrl(url: string, context: ContextRole): string {
  const own = new URL(url);
  own.username = context.name;
  own.password = context.password;
  return own.href;
}
