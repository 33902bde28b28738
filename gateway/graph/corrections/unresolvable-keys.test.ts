import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLocalGateway } from '../../testing/local-gateway.ts';

/** Two subgraphs: `names` knows the name of a part, `labels` needs it, and is entered again by one of its keys. */
function createParts(keys: string) {
  const byId = ({ id }: { id: string }) => ({ id, place: { row: `r${id}`, column: `c${id}` } });
  return createLocalGateway({
    names: {
      typeDefs: /* GraphQL */ `
        type Part @key(fields: "id") { id: ID! name: String! }
      `,
      resolvers: { Part: { __resolveReference: byId, name: ({ id }: { id: string }) => `part ${id}` } },
    },
    labels: {
      typeDefs: /* GraphQL */ `
        type Query { parts: [Part!]! box: Box }
        type Box { parts: [Part!]! }
        type Part ${keys} {
          id: ID!
          place: Place!
          name: String! @external
          label: String! @requires(fields: "name")
        }
        type Place { row: ID! column: ID! }
      `,
      resolvers: {
        Query: {
          parts: () => [byId({ id: '1' }), byId({ id: '2' })],
          box: () => ({ parts: [byId({ id: '3' })] }),
        },
        Part: {
          __resolveReference: (part: { place?: { column?: string } }) =>
            part.place?.column === undefined ? null : part,
          label: ({ name }: { name: string }) => `label of ${name}`,
        },
      },
    },
  });
}

const rowKey = '@key(fields: "place { row }", resolvable: false)';
const idKey = '@key(fields: "id", resolvable: false)';
const resolvableKey = '@key(fields: "place { column }")';

describe('a subgraph is entered again by a key that it resolves', () => {
  for (const keys of [
    [rowKey, resolvableKey, idKey],
    [rowKey, idKey, resolvableKey],
    [resolvableKey, rowKey, idKey],
  ]) {
    test(`whichever stands first: ${keys.join(' ')}`, async () => {
      const gateway = createParts(keys.join(' '));
      assert.deepEqual(await gateway.ask('{ parts { name label } box { parts { label } } }'), {
        data: {
          parts: [
            { name: 'part 1', label: 'label of part 1' },
            { name: 'part 2', label: 'label of part 2' },
          ],
          box: { parts: [{ label: 'label of part 3' }] },
        },
      });
    });
  }
});

test('an operation is refused if its subgraph resolves no key, and others are not', async () => {
  const gateway = createParts(`${rowKey} ${idKey}`);
  const { data, errors } = await gateway.ask('{ parts { label } }');
  assert.equal(data, null);
  assert.deepEqual(
    errors?.map(({ code }) => code),
    ['OPERATION_NOT_PLANNABLE'],
  );
  assert.match(gateway.logLines.join('\n'), /labels has to be asked for Part by a key/);
  assert.deepEqual(gateway.seen, []);
  assert.deepEqual(await gateway.ask('{ parts { name } }'), {
    data: { parts: [{ name: 'part 1' }, { name: 'part 2' }] },
  });
});
