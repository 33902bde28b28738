import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ObjectType } from '@apollo/federation-internals';
import { introspectionTypes, isObjectType } from 'graphql';
import { compose } from '../../testing/compose.ts';
import { parseSupergraph } from './supergraph.ts';

test("Apollo's schema has each introspection field of graphql-js, with its type and arguments", () => {
  const sdl = compose([{ name: 'a', url: 'http://127.0.0.1:1', typeDefs: 'type Query { a: Int }' }]);
  const { apiSchema } = parseSupergraph(sdl).federation;
  for (const specified of introspectionTypes) {
    if (!isObjectType(specified)) continue;
    const type = apiSchema.type(specified.name);
    assert.ok(type instanceof ObjectType, specified.name);
    for (const { name, type: fieldType, args } of Object.values(specified.getFields())) {
      const field = type.field(name);
      assert.equal(String(field?.type), String(fieldType), `${specified.name}.${name}`);
      assert.deepEqual(
        field?.arguments().map((argument) => argument.name),
        args.map((argument) => argument.name),
      );
    }
  }
});
