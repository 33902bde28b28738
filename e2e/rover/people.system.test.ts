import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { type RegistryProcess, startRegistryProcess } from './registry-process.ts';

// People reach the registry by its subgraph, with access tokens; here together with Rover, which reaches it with keys.

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { user: User }
type User @key(fields: "id") { id: ID! name: String email: String }
`;

let issuer: TestIssuer;
let registry: RegistryProcess;
let admin: GraphqlClient;

before(async () => {
  issuer = await createTestIssuer();
  registry = await startRegistryProcess({ OIDC_ISSUER: issuer.issuer, OIDC_AUDIENCE: 'facturation-api' });
  admin = await clientOf('ADMIN', 'BILLING_MANAGER');
  const args = ['subgraph', 'publish', 'shop@current', '--name', 'users', '--schema', '-'];
  const published = await registry.rover([...args, '--routing-url', 'http://users.example'], { input: sdl });
  assert.equal(published.code, 0, published.stderr);
});
after(async () => {
  await registry.close();
  await issuer.close();
});

async function clientOf(...roles: readonly string[]): Promise<GraphqlClient> {
  return createGraphqlClient(`${registry.address}/graphql`, await issuer.sign({ roles, subject: 'ada' }));
}

function check() {
  return registry.rover(['subgraph', 'check', 'shop@current', '--name', 'users', '--schema', '-'], {
    input: sdl.replace(' email: String', ''),
    environment: {
      APOLLO_VCS_BRANCH: 'feature',
      APOLLO_VCS_COMMIT: 'abc',
      APOLLO_VCS_REMOTE_URL: 'https://git.example/shop',
    },
  });
}

interface Checks {
  readonly graphVariant: {
    readonly schemaChecks: {
      readonly edges: readonly {
        readonly node: {
          readonly id: string;
          readonly status: string;
          readonly git: { readonly branch: string };
          readonly operations: {
            readonly changes: {
              readonly edges: readonly { readonly node: { readonly id: string; readonly code: string } }[];
            };
          };
        };
      }[];
    };
  };
}

test('a check of Rover leads to the page of a check that people see, whose changes they approve', async () => {
  const failed = await check();
  assert.equal(failed.code, 1, failed.stderr);
  const { data, errors } =
    await admin<Checks>(`{ graphVariant(graph: "shop", name: "current") { schemaChecks(first: 1) {
    edges { node { id status git { branch } operations { changes { edges { node { id code } } } } } } } } }`);
  assert.deepEqual(errors, []);
  const [found] = data.graphVariant.schemaChecks.edges;
  assert.deepEqual([found?.node.status, found?.node.git.branch], ['FAILED', 'feature']);
  assert.match(
    failed.stdout + failed.stderr,
    new RegExp(`http://localhost:4000/graph/shop/current/checks/${found?.node.id}`),
  );
  for (const { node } of found?.node.operations.changes.edges ?? []) {
    const place = { graph: 'shop', variant: 'current', branch: 'feature' };
    const approved = await admin(
      `mutation ($input: ApproveSchemaChangeInput!) { approveSchemaChange(input: $input) { userErrors { message } } }`,
      { input: { ...place, changeId: node.id, reason: 'Nobody reads it.' } },
    );
    assert.deepEqual(approved.data, { approveSchemaChange: { userErrors: [] } });
  }
  const passed = await check();
  assert.equal(passed.code, 0, passed.stdout + passed.stderr);
});

test('a key that a person creates opens the API of Rover until the person deletes it', async () => {
  const id = randomUUID();
  const created = await admin<{ createRegistryKey: { readonly secret: string } }>(
    `mutation ($input: CreateRegistryKeyInput!) { createRegistryKey(input: $input) { secret } }`,
    { input: { id, name: 'ci', graph: 'shop', rights: ['READ'] } },
  );
  const key = created.data.createRegistryKey.secret;
  const list = () => registry.rover(['subgraph', 'list', 'shop@current'], { key });
  assert.equal((await list()).code, 0);
  await admin(`mutation ($input: DeleteRegistryKeyInput!) { deleteRegistryKey(input: $input) { id } }`, {
    input: { id },
  });
  assert.equal((await list()).code, 1);
});

test('a key opens nothing of the subgraph, and a token nothing of the API of Rover', async () => {
  const query = '{ graphs { totalCount } }';
  for (const client of [
    createGraphqlClient(`${registry.address}/graphql`, registry.key),
    createGraphqlClient(`${registry.address}/graphql`, undefined),
    await clientOf('USER'),
  ])
    assert.notEqual((await client(query)).errors.length, 0);
  const response = await fetch(`${registry.address}/api/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await issuer.sign({ roles: ['ADMIN'] })}`,
    },
    body: JSON.stringify({ query: '{ graph(id: "shop") { variants { name } } }' }),
    signal: AbortSignal.timeout(30_000),
  });
  assert.match(await response.text(), /does not know the API key/);
});

test('without a provider of people there is no subgraph', async () => {
  const alone = await startRegistryProcess();
  try {
    const response = await fetch(`${alone.address}/graphql`, {
      method: 'POST',
      signal: AbortSignal.timeout(30_000),
    });
    assert.equal(response.status, 404);
  } finally {
    await alone.close();
  }
});
