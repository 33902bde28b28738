import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'graphql';
import { joinCommonDefinitions, readSubgraphSdl } from './subgraph-sdl.ts';
import { subgraphs } from './subgraphs.ts';

const common = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])
    @link(url: "https://facturation.example/authorization/v1.0", import: ["@hasRole"])
    @composeDirective(name: "@hasRole")
  enum Role { USER }
  directive @hasRole(roles: [Role!]!) on FIELD_DEFINITION
  scalar Decimal
  type Money { amount: Decimal! }
  scalar Date
`;

function namesOf(sdl: string): string[] {
  return parse(sdl).definitions.flatMap((node) => ('name' in node && node.name ? [node.name.value] : []));
}

test('a subgraph gets the common definitions that it uses, also through others, and the links', () => {
  const joined = joinCommonDefinitions('type Query { total: Money @hasRole(roles: [USER]) }', common);
  assert.deepEqual(namesOf(joined), ['Role', 'hasRole', 'Decimal', 'Money', 'Query']);
  assert.match(joined, /^extend schema @link.* @link.* @composeDirective/);
});

test('a subgraph without the directive of roles does not say where it comes from, which composition refuses', () => {
  const joined = joinCommonDefinitions('type Query { day: Date }', common);
  assert.match(joined, /^extend schema @link\(url: "[^"]*federation[^"]*", import: \["@key"\]\)\n/);
});

test('a subgraph gets no common definition that it does not use', () => {
  assert.deepEqual(namesOf(joinCommonDefinitions('type Query { day: Date }', common)), ['Date', 'Query']);
});

test('a second definition of a common type is refused', () => {
  assert.throws(
    () => joinCommonDefinitions('type Query { a: Int } enum Role { ADMIN }', common),
    /^Error: Role is defined in common\.graphql; remove the second definition\.$/,
  );
});

test('all subgraphs that have roles have the same', async () => {
  const found = await Promise.all(
    subgraphs.map(async ({ name }) => /enum Role \{[^}]*\}/.exec(await readSubgraphSdl(name))?.[0]),
  );
  const roles = found.filter((one) => one !== undefined);
  assert.equal(new Set(roles).size, 1);
  assert.match(roles[0] ?? '', /BILLING_MANAGER/);
});
