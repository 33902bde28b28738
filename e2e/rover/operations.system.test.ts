import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { parse, validate } from 'graphql';
import { notOfferedCommands } from '../../registry/rover/not-offered.ts';
import { buildRoverSchema } from '../../registry/rover/rover-schema.ts';
import { readRoverOperations } from './read-operations.ts';

/** Sent to a running subgraph or graph or, for templates, to a server of Apollo's, and not to a registry. */
const sentElsewhere = [
  'GraphIntrospectLegacyQuery',
  'GraphIntrospectQuery',
  'SubgraphIntrospectQuery',
  'GetTemplateById',
  'GetTemplatesForLanguage',
  'ListTemplatesForLanguage',
];

let operations: ReadonlyMap<string, string>;

before(async () => {
  operations = await readRoverOperations();
});

// A new version of Rover that asks for more fails here, before anybody's command does.
test('each operation in the stock binary is offered, or refused by the name of its command', async () => {
  assert.ok(operations.size > 50, `${operations.size} operations`);
  const schema = await buildRoverSchema();
  const unknown = [...operations].flatMap(([name, text]) => {
    if (sentElsewhere.includes(name) || Object.hasOwn(notOfferedCommands, name)) return [];
    return validate(schema, parse(text)).map(({ message }) => `${name}: ${message}`);
  });
  assert.deepEqual(unknown, []);
});

test('each operation that is refused by name is in the stock binary, and the schema does not have it', async () => {
  const schema = await buildRoverSchema();
  for (const name of Object.keys(notOfferedCommands)) {
    const text = operations.get(name);
    assert.ok(text, `${name} is in the binary`);
    assert.notDeepEqual(validate(schema, parse(text)), [], `${name} is not offered`);
  }
});
