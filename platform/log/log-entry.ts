import { toLoggedError } from './log-error.ts';
import { scrub } from './scrub.ts';

/** Keys whose values never reach a log, wherever they stand; compared without case, `-` and `_`. */
const secretKeys = new Set([
  'authorization',
  'cookie',
  'setcookie',
  'password',
  'secret',
  'token',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'clientsecret',
  'variables',
  'parameters',
]);

const maxDepth = 5;
const maxKeys = 50;
const maxItems = 20;

/** The fields of a log entry as a log may have them: bounded, and without secrets and personal data. */
export function toLogEntry(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .slice(0, maxKeys)
      .map(([key, value]) => [key, isSecret(key) && value !== undefined ? '[redacted]' : toLogged(value, 1)]),
  );
}

function isSecret(key: string): boolean {
  return secretKeys.has(key.toLowerCase().replace(/[-_]/g, ''));
}

function toLogged(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return toLoggedError(value);
  if (value instanceof Date || value instanceof URL) return scrub(String(value.toJSON()));
  if (depth >= maxDepth) return '[…]';
  if (Array.isArray(value)) return toLoggedList(value, depth);
  if (isPlain(value)) {
    const entries = Object.entries(value).slice(0, maxKeys);
    return Object.fromEntries(
      entries.map(([key, inner]) => [key, isSecret(key) ? '[redacted]' : toLogged(inner, depth + 1)]),
    );
  }
  return `[${value.constructor.name}]`;
}

function toLoggedList(values: readonly unknown[], depth: number): unknown[] {
  const shown = values.slice(0, maxItems).map((value) => toLogged(value, depth + 1));
  return values.length > maxItems ? [...shown, `… ${values.length - maxItems} more`] : shown;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
