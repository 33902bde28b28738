import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

/** The fields of an entry of the journal that the tests ask for. */
export interface TestContact {
  readonly id: string;
  readonly kind: string;
  readonly customer: { readonly id: string };
  readonly request: { readonly id: string } | null;
  readonly person: { readonly id: string };
  readonly author: { readonly id: string };
  readonly counterpart: string | null;
  readonly occurredAt: string;
  readonly minutes: number;
  readonly summary: string;
  readonly version: number;
  readonly versions: readonly { version: number; minutes: number; summary: string }[];
  readonly strikeReason: string | null;
}

/** The payload of a mutation of the journal. */
export interface ContactAnswer extends TestRefusal {
  readonly contact: TestContact | null;
}

const fields = `id kind customer { id } request { id } person { id } author { id } counterpart occurredAt minutes summary version
  versions { version minutes summary } strikeReason`;

/** Calls a mutation and gives its payload. */
export function mutateContact(
  client: GraphqlClient,
  name: 'recordContact' | 'correctContact' | 'strikeContact',
  input: object,
): Promise<ContactAnswer> {
  return callMutation(client, name, input, `contact { ${fields} }`);
}

/** Writes a contact into the journal; the input must be right. */
export async function recordContact(client: GraphqlClient, input: object): Promise<TestContact> {
  const { contact, userErrors } = await mutateContact(client, 'recordContact', {
    kind: 'CALL',
    occurredAt: '2026-03-01T09:00:00Z',
    minutes: 10,
    summary: 'Asked for a copy.',
    idempotencyKey: randomUUID(),
    ...input,
  });
  assert.deepEqual(userErrors, []);
  assert.ok(contact);
  return contact;
}
