import type { CheckedOperation } from './checked-operation.ts';

const maxOperations = 5;
const maxClients = 3;

/** Describes the operations that a change fails: `GetUser of web (120 requests), ListUsers (persisted)`. */
export function describeImpact(operations: readonly CheckedOperation[]): string {
  const sorted = operations.toSorted(byWeight);
  const shown = sorted.slice(0, maxOperations).map(describeOperation);
  const rest = sorted.length - shown.length;
  return rest === 0 ? shown.join('; ') : `${shown.join('; ')}; and ${rest} more`;
}

/** Names an operation with its clients: `GetUser of web (120 requests)`. */
export function describeOperation({ name, hash, clients, count, isPersisted }: CheckedOperation): string {
  const title = name ?? `the anonymous operation ${hash.slice(0, 12)}`;
  const seen = count === 0 ? '' : `${count} request${count === 1 ? '' : 's'}`;
  const facts = [isPersisted ? 'persisted' : '', seen].filter((fact) => fact !== '').join(', ');
  return `${title}${describeClients(clients.map(({ name: client }) => client))} (${facts})`;
}

function describeClients(names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, maxClients).map((name) => (name === '' ? 'an unnamed client' : name));
  const rest = names.length - shown.length;
  return ` of ${shown.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}

function byWeight(left: CheckedOperation, right: CheckedOperation): number {
  return right.count - left.count || (left.name ?? '').localeCompare(right.name ?? '');
}
