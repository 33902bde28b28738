import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { type ClientRule, parseClientRules } from './client-rule-file.ts';
import { ClientRules } from './client-rules.ts';

const parse = (rules: unknown) => parseClientRules(JSON.stringify({ rules }), 'clients.json');

function toPrincipal(clientId: string, roles: readonly string[]): Principal {
  const empty = { username: undefined, sessionId: undefined, scopes: new Set<string>() };
  return { ...empty, subject: clientId, issuer: 'x', clientId, roles: new Set(roles), expiresAt: 0 };
}

/** The code of a request's refusal; undefined if it passes. */
function judge(rules: readonly ClientRule[], request: Partial<typeof usual> = {}) {
  const { client, roles, path, address, origin } = { ...usual, ...request };
  const principal = client === undefined ? undefined : toPrincipal(client, roles);
  return new ClientRules(rules, { graphqlPath: '/graphql', trusted: new Map() }).findRefusal({
    caller: { principal, token: undefined },
    path,
    clientAddress: address,
    origin,
  })?.code;
}

const usual: {
  readonly client: string | undefined;
  readonly roles: readonly string[];
  readonly path: string;
  readonly address: string;
  readonly origin: string | undefined;
} = { client: 'api-shop', roles: ['USER'], path: '/graphql', address: '203.0.113.9', origin: undefined };

describe('a rule', () => {
  test('lets in those in an allowed network who are in no denied one', () => {
    const rules = parse([
      { allow: ['203.0.113.0/24', '2001:db8::/32'], deny: ['203.0.113.7', '2001:db8:1::/48'] },
    ]);
    const allowed = ['203.0.113.9', '203.0.113.0', '2001:db8:0:1::/64'];
    const denied = ['203.0.113.7', '203.0.114.1', '2001:db8:1:2::/64', '2001:db9:0:0::/64', 'unknown', ''];
    for (const address of allowed) assert.equal(judge(rules, { address }), undefined, address);
    for (const address of denied) assert.equal(judge(rules, { address }), 'ADDRESS_NOT_ALLOWED', address);
  });

  test('is about the clients, roles and routes that it names, and about nobody else', () => {
    const rules = parse([
      { clients: ['api-shop'], roles: ['ADMIN'], routes: ['/graphql', '/files/'], deny: ['0.0.0.0/0'] },
    ]);
    const roles = ['USER', 'ADMIN'];
    for (const path of ['/graphql', '/files/a', '/files/a/b'])
      assert.equal(judge(rules, { roles, path }), 'ADDRESS_NOT_ALLOWED', path);
    for (const path of ['/graphql/renewals', '/files', '/'])
      assert.equal(judge(rules, { roles, path }), undefined, path);
    assert.equal(judge(rules, { roles, client: 'api-other' }), undefined);
    assert.equal(judge(rules, { roles: ['USER'] }), undefined);
    assert.equal(judge(rules, { client: undefined }), undefined);
  });

  test('without clients and roles is about anonymous callers, too', () => {
    const rules = parse([{ allow: ['10.0.0.0/8'] }]);
    assert.equal(judge(rules, { client: undefined }), 'ADDRESS_NOT_ALLOWED');
    assert.equal(judge(rules, { client: undefined, address: '10.1.2.3' }), undefined);
  });

  test('with origins is about pages: a program has none', () => {
    const rules = parse([{ clients: ['api-shop'], origins: ['https://shop.example'] }]);
    assert.equal(judge(rules, { origin: 'https://shop.example' }), undefined);
    assert.equal(judge(rules, { origin: 'https://evil.example' }), 'ORIGIN_NOT_ALLOWED');
    assert.equal(judge(rules, { origin: 'null' }), 'ORIGIN_NOT_ALLOWED');
    assert.equal(judge(rules), undefined);
  });

  test('beside others that are about the same request must be kept as they must', () => {
    const rules = parse([
      { allow: ['203.0.113.0/24'] },
      { clients: ['api-shop'], allow: ['198.51.100.0/24'] },
    ]);
    assert.equal(judge(rules), 'ADDRESS_NOT_ALLOWED');
    assert.equal(judge(rules, { client: 'api-other' }), undefined);
  });
});

test('all mistakes of a file are named with their places', () => {
  const rules = [
    {
      clients: [],
      allow: ['203.0.113.0/33', '2001:db8::1/128', 'localhost', '10.0.0.0/8/8', 'fe80::1%eth0'],
    },
    { routes: ['graphql'], origins: ['https://shop.example/path'] },
    { clients: ['api-shop'] },
    { deny: ['10.0.0.1'], denied: true },
  ];
  assert.throws(
    () => parse(rules),
    (error) => {
      assert.ok(error instanceof ConfigurationError);
      const places = error.problems.map((problem) => /^clients\.json: (\S+) /.exec(problem)?.[1]);
      assert.deepEqual(places, [
        'rules.0.clients',
        'rules.0.allow.0',
        'rules.0.allow.1',
        'rules.0.allow.2',
        'rules.0.allow.3',
        'rules.0.allow.4',
        'rules.1.routes.0',
        'rules.1.origins.0',
        'rules.2',
        'rules.3',
      ]);
      return true;
    },
  );
  assert.throws(() => parseClientRules('{', 'clients.json'), /must be JSON/);
});
