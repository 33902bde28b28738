import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, print } from 'graphql';
import { readPolicies } from '#platform/authorization/policies.ts';
import { stripSecurityLinks } from '#platform/authorization/strip-security-links.ts';
import { compose } from '../../testing/compose.ts';
import { parseSupergraph } from './supergraph.ts';

function composed(imports: string, fields: string): string {
  const typeDefs = `
    extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.12", import: [${imports} "@composeDirective"])
      @link(url: "https://rules.example/access/v1.0", import: ["@hasRole"])
      @composeDirective(name: "@hasRole")
    directive @hasRole(roles: [Role!]!) on FIELD_DEFINITION
    enum Role { A }
    type Query { ${fields} roles: String @hasRole(roles: [A]) }
  `;
  return compose([{ name: 'a', url: 'http://a.example/graphql', typeDefs }]);
}

const all = composed(
  '"@authenticated", "@requiresScopes", "@policy",',
  'x: String @authenticated y: String @requiresScopes(scopes: [["s"]]) z: String @policy(policies: [["p"]])',
);

test("a supergraph with every one of federation's rules loads, and all rules are known", () => {
  const { policies, apiSchema } = parseSupergraph(all);
  assert.deepEqual(Object.fromEntries(policies.fields), {
    'Query.x': [[['authenticated']]],
    'Query.y': [[['scope:s']]],
    'Query.z': [[['policy:p']]],
    'Query.roles': [[['role:A']]],
  });
  assert.deepEqual(Object.keys(apiSchema.getQueryType()?.getFields() ?? {}).sort(), ['roles', 'x', 'y', 'z']);
});

test('links, definitions and applications go; other directives stay', () => {
  const stripped = print(stripSecurityLinks(parse(all)));
  assert.doesNotMatch(stripped, /authenticated|requiresScopes|policy|SECURITY\)/);
  assert.match(stripped, /roles: String .*@hasRole\(roles: \[A\]\)/);
});

test('rules that were renamed go under their new names', () => {
  const sdl = composed('{ name: "@authenticated", as: "@signedIn" },', 'x: String @signedIn');
  assert.match(sdl, /@signedIn/);
  assert.doesNotMatch(print(stripSecurityLinks(parse(sdl))), /signedIn|authenticated/);
  assert.deepEqual(readPolicies(sdl).fields.get('Query.x'), [[['authenticated']]]);
  assert.ok(parseSupergraph(sdl));
});

test('a supergraph without rules is left as it is', () => {
  const document = parse('schema { query: Query } type Query { a: Int }');
  assert.equal(stripSecurityLinks(document), document);
});

test('a link for security that nobody enforces is refused', () => {
  const sdl = all.replace(
    '@link(url: "https://specs.apollo.dev/link/v1.0")',
    '@link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://rules.example/unknown/v0.1", for: SECURITY)',
  );
  assert.throws(() => parseSupergraph(sdl), { code: 'SUPERGRAPH_INVALID', message: /unknown/ });
});
