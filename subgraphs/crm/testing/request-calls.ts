import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

/** The fields of a request that the tests ask for. */
export interface TestRequest {
  readonly id: string;
  readonly reference: string;
  readonly kind: string;
  readonly title: string;
  readonly text: string | null;
  readonly urgency: string;
  readonly deadline: string | null;
  readonly status: string;
  readonly isOverdue: boolean;
  readonly customer: { readonly id: string } | null;
  readonly invoiceNumber: string | null;
  readonly disputedAmount: { readonly amount: string; readonly currency: string } | null;
  readonly author: { readonly id: string };
  readonly assignee: { readonly id: string } | null;
  readonly closedBy: { readonly id: string } | null;
  readonly outcome: string | null;
  readonly version: number;
  readonly history: {
    readonly edges: readonly {
      readonly node: { kind: string; text: string | null; fields: string[]; doneBy: { id: string } };
    }[];
  };
}

/** The payload of a mutation of a request. */
export interface RequestAnswer extends TestRefusal {
  readonly request: TestRequest | null;
}

const requestFields = `id reference kind title text urgency deadline status isOverdue customer { id } invoiceNumber
  disputedAmount { amount currency } author { id } assignee { id } closedBy { id } outcome version
  history { edges { node { kind text fields doneBy { id } } } }`;

type Mutation =
  | 'createRequest'
  | 'updateRequest'
  | 'assignRequest'
  | 'commentOnRequest'
  | 'closeRequest'
  | 'reopenRequest';

/** Calls a mutation and gives its payload. */
export function mutateRequest(client: GraphqlClient, name: Mutation, input: object): Promise<RequestAnswer> {
  return callMutation(client, name, input, `request { ${requestFields} }`);
}

/** Calls a mutation that must succeed. */
export async function succeed(client: GraphqlClient, name: Mutation, input: object): Promise<TestRequest> {
  const { request, userErrors } = await mutateRequest(client, name, input);
  assert.deepEqual(userErrors, []);
  assert.ok(request);
  return request;
}

/** Opens a request; the input must be right. */
export function openRequest(client: GraphqlClient, input: object): Promise<TestRequest> {
  return succeed(client, 'createRequest', {
    kind: 'TASK',
    title: 'Call back',
    idempotencyKey: randomUUID(),
    ...input,
  });
}

/** The ids of the requests that a list gives. */
export async function listIds(client: GraphqlClient, args: string): Promise<string[]> {
  const { data, errors } = await client<{ requests: { edges: { node: { id: string } }[] } }>(
    `{ requests${args === '' ? '' : `(${args})`} { edges { node { id } } } }`,
  );
  assert.deepEqual(errors, []);
  return data.requests?.edges.map(({ node }) => node.id) ?? [];
}
