import assert from 'node:assert/strict';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

/** The part that all payloads of mutations have in common. */
export interface TestRefusal {
  readonly userErrors: readonly { field: string[]; code: string; message: string }[];
}

/**
 * Calls a mutation with its one input, which must not be an error of the whole request.
 *
 * @param selection the payload's fields besides `userErrors`
 */
export async function callMutation<Payload extends TestRefusal>(
  client: GraphqlClient,
  name: string,
  input: object,
  selection: string,
): Promise<Payload> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await client<Record<string, Payload>>(
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { field code message } } }`,
    { input },
  );
  assert.deepEqual(errors, []);
  const payload = data[name];
  assert.ok(payload);
  return payload;
}

/**
 * The codes of a refused call by their field, for example `{ 'lines.0.quantity': 'INVALID' }`; nothing else is in its
 * payload.
 */
export function codesOf({ userErrors, ...rest }: TestRefusal): Record<string, string> {
  assert.deepEqual(
    Object.values(rest).filter((value) => value !== null),
    [],
  );
  return Object.fromEntries(userErrors.map(({ field, code }) => [field.join('.'), code]));
}
