import assert from 'node:assert/strict';
import { type Caller, callers, type Path } from './access.ts';
import type { Operation } from './operation.ts';
import { createSubscriber, type Errors } from './subscriber.ts';

const refusals = new Set<unknown>(['UNAUTHORIZED_FIELD_OR_TYPE', 'FORBIDDEN', 'UNAUTHENTICATED']);
const admin = callers.at(-1);
assert.ok(admin?.name === 'ADMIN');
/** The number of requests at once. */
const width = 8;

type Data = Record<string, Record<string, unknown> | null> | null;

/** A field, and the operation that says if a caller may read it. */
interface Trial {
  readonly coordinate: string;
  readonly isAllowed: boolean;
  readonly operation: Operation;
}

/** Every field, by the caller's own way when it has one, else by the way that ADMIN goes. */
export function toTrials(
  caller: Caller,
  paths: (caller: Caller) => Map<string, Path>,
  toTrialOperation: (path: Path) => Operation,
): Trial[] {
  assert.ok(admin);
  const own = paths(caller);
  return [...paths(admin)].map(([coordinate, path]) => ({
    coordinate,
    isAllowed: own.has(coordinate),
    operation: toTrialOperation(own.get(coordinate) ?? path),
  }));
}

/** Tries the fields with a token, and compares what was given with what is allowed. */
export async function tryAll(
  url: string,
  token: string | undefined,
  trials: readonly Trial[],
): Promise<void> {
  const wrong: string[] = [];
  const rest = trials.values();
  const subscriber = createSubscriber(url, token);
  const work = async () => {
    for (const { coordinate, isAllowed, operation } of rest) {
      const { status, errors } = operation.query.startsWith('subscription')
        ? { status: 200, errors: await subscriber.firstErrors(operation) }
        : await post(url, token, operation);
      const codes = errors.map((error) => error.extensions?.['code'] ?? error.message);
      const isRefused = codes.some((code) => refusals.has(code));
      const isUnderstood = status === 200 && codes.every((code) => refusals.has(code));
      if (isRefused === isAllowed || !isUnderstood)
        wrong.push(`${coordinate}: HTTP ${status} ${codes.join(', ')}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: width }, work));
  } finally {
    await subscriber.close();
  }
  assert.deepEqual(wrong, []);
}

/** Sends an operation. */
export async function post(url: string, token: string | undefined, operation: Operation) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(operation),
  });
  const { data, errors = [] } = (await response.json()) as { data?: Data; errors?: Errors };
  return { status: response.status, data, errors };
}
