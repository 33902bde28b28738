import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, print } from 'graphql';
import { ownDefinitions } from './own-definitions.ts';

const sdl = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@authenticated", "@composeDirective", { name: "@shareable", as: "@shared" }, "FieldSet"])
    @link(url: "https://shop.example/rules/v1.0", import: ["@hasRole"])
    @composeDirective(name: "@hasRole")
  directive @hasRole(roles: [String!]!) on FIELD_DEFINITION
  type Query { user: User @authenticated }
  type User @key(fields: "id") { id: ID! name: String @hasRole(roles: ["A"]) @shared link: String }
  type link { _service: String }
`;

/** The names of all types, fields and directives that a document defines. */
function namesOf(document: ReturnType<typeof parse>): string[] {
  return document.definitions
    .flatMap((definition) => {
      if (!('name' in definition) || definition.name === undefined) return [];
      const name = definition.name.value;
      if (definition.kind === 'DirectiveDefinition') return [`@${name}`];
      const fields = 'fields' in definition ? (definition.fields ?? []) : [];
      return [name, ...fields.map((field) => `${name}.${field.name.value}`)];
    })
    .toSorted();
}

test('an introspected subgraph defines what its file defines', async () => {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl) }]);
  const { data } = await execute({ schema, document: parse('{ _service { sdl } }') });
  const service = data?.['_service'];
  assert.ok(typeof service === 'object' && service !== null && 'sdl' in service);
  const introspected = parse(String(service.sdl));
  assert.match(print(introspected), /federation__requires/);
  assert.deepEqual(namesOf(ownDefinitions(introspected)), namesOf(parse(sdl)));
});

test('a file without such definitions stays as it is', () => {
  assert.equal(print(ownDefinitions(parse(sdl))), print(parse(sdl)));
});
