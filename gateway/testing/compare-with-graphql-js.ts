import assert from 'node:assert/strict';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { shortenMessage } from '#platform/operation-limits/shorten-message.ts';
import { documentFromSeed } from './document-from-seed.ts';
import type { TestGateway } from './test-gateway.ts';

const limits = /_LIMIT$/;

/** The messages of graphql-js about a document. */
function messagesOf(schema: GraphQLSchema, text: string): readonly string[] {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    assert.ok(error instanceof GraphQLError);
    return [error.message];
  }
  return validate(schema, document, specifiedRules, { maxErrors: 10 }).map(({ message }) => message);
}

/**
 * Asks a gateway random documents, and compares: what graphql-js refuses is refused in the same words, and what it accepts
 * is answered with data or with errors that have a code for clients.
 *
 * @returns how many documents were valid, and how many were not
 */
export async function compareWithGraphqlJs(
  gateway: TestGateway,
  schema: GraphQLSchema,
  seeds: { readonly from: number; readonly count: number },
): Promise<{ valid: number; invalid: number }> {
  const counts = { valid: 0, invalid: 0 };
  for (let seed = seeds.from; seed < seeds.from + seeds.count; seed += 1) {
    const text = documentFromSeed(seed);
    // Without any text a request has no document, which is refused before it is parsed.
    if (text.trim() === '') continue;
    const { body } = await gateway.ask(text, { roles: ['LIBRARIAN', 'ADMIN'] });
    const { errors = [] } = body;
    const codes = errors.map(({ extensions }) => String(extensions.code));
    const place = `seed ${seed}: ${text}\n${JSON.stringify(body)}`;
    if (codes.some((code) => limits.test(code))) continue;
    const messages = messagesOf(schema, text);
    if (messages.length > 0) {
      counts.invalid += 1;
      assert.equal(body.data, undefined, place);
      assert.deepEqual(
        errors.map(({ message }) => message),
        messages.map(shortenMessage),
        place,
      );
    } else {
      counts.valid += 1;
      assert.ok(
        !codes.includes('INTERNAL_SERVER_ERROR') && !codes.includes('DOWNSTREAM_SERVICE_ERROR'),
        place,
      );
      assert.ok(body.data !== undefined && (body.data !== null || errors.length > 0), place);
    }
  }
  return counts;
}
