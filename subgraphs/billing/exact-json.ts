import { customType } from '#platform/database/drizzle-tables.ts';

/**
 * A column of JSON whose members ending in `Minor` are exact: they are bigint here and decimal texts in the database.
 */
export function exactJson<Data>(name: string) {
  return customType<{ data: Data; driverData: unknown }>({
    dataType: () => 'jsonb',
    toDriver: (value) => toExactJson(value),
    fromDriver: (value) => revive(typeof value === 'string' ? JSON.parse(value) : value) as Data,
  })(name);
}

/** Writes a value as JSON, each bigint as a decimal text, which PostgreSQL reads like a number. */
export function toExactJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'bigint' ? `${member}` : member,
  );
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name.endsWith('Minor') ? BigInt(member) : revive(member),
    ]),
  );
}
