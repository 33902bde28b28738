import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { operatorAuthor } from '../../author.ts';
import type { CheckRun } from '../../checks/check-request.ts';
import type { ApiKey } from '../../keys/api-key.ts';
import { publishOperations } from '../../persisted/publish-operations.ts';
import { type RegistrySubgraph, startRegistrySubgraph } from '../../testing/registry-subgraph.ts';
import { storeUsage } from '../../testing/store-usage.ts';
import { hashText } from '../../usage/to-usage-rows.ts';

const ref = { graph: 'shop', variant: 'current' };
const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])`;
const sdl = `${header}
type Query { user: User @authenticated secret: Int @authenticated }
type User { id: ID! name: String }
`;
/** Removes a field that clients read, and a rule; its field has a name that the linter does not want. */
const proposed = `${header}
type Query { user: User @authenticated secret: Int }
type User { id: ID! full_name: String }
`;
const getUser = 'query GetUser { user { name } }';
const persistedUser = 'query PersistedUser { user { id name } }';

let served: RegistrySubgraph;
let admin: GraphqlClient;
let key: ApiKey;

before(async () => {
  served = await startRegistrySubgraph();
  admin = await served.as('ADMIN', 'BILLING_MANAGER');
  await served.publish(ref, 'users', sdl);
  const { registry } = served;
  const variant = await registry.graphs.findVariant(ref);
  assert.ok(variant);
  await storeUsage(registry.sql, variant.id, [
    { name: 'GetUser', text: getUser, client: 'web', count: 40, coordinates: ['Query.user', 'User.name'] },
    { name: 'GetUser', text: getUser, client: 'app', count: 2, coordinates: ['Query.user', 'User.name'] },
  ]);
  await persist('one');
  const created = await registry.keys.create(
    { name: 'ci', graph: 'shop', rights: ['CHECK'] },
    operatorAuthor,
  );
  const found = await registry.keys.find(created.secret);
  assert.ok(found);
  key = found;
});
after(() => served.close());

/** Adds an operation to the list of persisted queries, under an id. */
async function persist(id: string): Promise<void> {
  const { registry } = served;
  const variant = await registry.graphs.findVariant(ref);
  assert.ok(variant);
  await publishOperations(registry.db, {
    variant,
    operations: [{ id, name: 'PersistedUser', type: 'QUERY', body: persistedUser, clientName: '' }],
    schema: registry.apiSchemas.build(sdl.slice(header.length).replaceAll(' @authenticated', '')),
    author: operatorAuthor,
  });
}

async function check(branch: string, text = proposed): Promise<CheckRun> {
  const variant = await served.registry.graphs.findVariant(ref);
  assert.ok(variant);
  const window = { from: new Date(Date.now() - 86_400_000), to: new Date() };
  return served.registry.checker.checkSubgraph(
    {
      variant,
      sdl: text,
      git: { branch, commit: 'abc', committer: '', message: null },
      window,
      minCount: 1,
      minPercent: 0,
      key,
      subgraph: 'users',
      url: undefined,
    },
    AbortSignal.timeout(60_000),
  );
}

interface Page<Node> {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: Node }[];
}

interface Change {
  readonly id: string;
  readonly code: string;
  readonly wasApproved: boolean;
  readonly description: string;
  readonly approvals: readonly Readonly<Record<string, unknown>>[];
  readonly operations: Page<Readonly<Record<string, unknown>>>;
  readonly [name: string]: unknown;
}

interface Tasks {
  readonly composition: { readonly [name: string]: unknown } | null;
  readonly operations: { readonly checkedOperations: number; readonly changes: Page<Change> } | null;
  readonly lint: { readonly diagnostics: Page<Readonly<Record<string, unknown>>> } | null;
  readonly authorization: { readonly status: string; readonly ruleChanges: Page<Change> } | null;
}

interface Check extends Tasks {
  readonly status: string;
  readonly [name: string]: unknown;
}

const checkFields = `id subgraph status durationMs author { kind keyName } git { branch commit committer message }
  composition { status changesSupergraph problems { message } }
  operations { status checkedOperations changes { totalCount edges { node {
    id code coordinate severity description wasApproved approvals { branch reason author { kind person { id } } }
    operations { totalCount edges { node { hash name text isPersisted requests clients { name requests } } } } } } } }
  lint { status diagnostics { edges { node { rule level coordinate location { line column } } } } }
  authorization { status ruleChanges { edges { node { id rule level coordinate location { line } wasApproved approvals { branch } } } } }`;

async function load(id: string): Promise<Check | null> {
  const query = `query ($id: ID!) { graphVariant(graph: "shop", name: "current") { schemaCheck(id: $id) { ${checkFields} } } }`;
  const { data, errors } = await admin<{ graphVariant: { schemaCheck: Check | null } }>(query, { id });
  assert.deepEqual(errors, []);
  return data.graphVariant.schemaCheck;
}

function taskOf<Name extends keyof Tasks>(loaded: Check | null, name: Name): NonNullable<Tasks[Name]> {
  const task = loaded?.[name];
  assert.ok(task);
  return task;
}

test('a check tells its tasks, and each change the operations and clients that it fails', async () => {
  const loaded = await load((await check('feature')).id);
  assert.deepEqual(
    [loaded?.['subgraph'], loaded?.status, loaded?.['author']],
    ['users', 'FAILED', { kind: 'KEY', keyName: 'ci' }],
  );
  assert.deepEqual(loaded?.['git'], { branch: 'feature', commit: 'abc', committer: null, message: null });
  assert.deepEqual(taskOf(loaded, 'composition'), {
    status: 'PASSED',
    changesSupergraph: true,
    problems: [],
  });

  const { changes, checkedOperations } = taskOf(loaded, 'operations');
  assert.equal(checkedOperations, 2);
  const [removed, added] = changes.edges.map(({ node }) => node);
  assert.deepEqual(
    [removed?.code, removed?.['severity'], removed?.['coordinate']],
    ['FIELD_REMOVED', 'FAILURE', 'User.name'],
  );
  assert.match(
    removed?.description ?? '',
    /It fails GetUser of web, app \(42 requests\); PersistedUser \(persisted\)\.$/,
  );
  assert.deepEqual([added?.code, added?.['severity']], ['FIELD_ADDED', 'NOTICE']);
  assert.deepEqual(removed?.operations, {
    totalCount: 2,
    edges: [
      {
        node: {
          hash: hashText(getUser),
          name: 'GetUser',
          text: getUser,
          isPersisted: false,
          requests: 42,
          clients: [
            { name: 'web', requests: 40 },
            { name: 'app', requests: 2 },
          ],
        },
      },
      {
        node: {
          hash: removed?.operations.edges[1]?.node['hash'],
          name: 'PersistedUser',
          text: persistedUser,
          isPersisted: true,
          requests: 0,
          clients: [],
        },
      },
    ],
  });
});

test('a check tells what the linter remarks, and changes of who may read what', async () => {
  const loaded = await load((await check('lint')).id);
  const diagnostics = taskOf(loaded, 'lint').diagnostics.edges.map(({ node }) => node);
  assert.deepEqual(
    diagnostics.find(({ rule }) => rule === 'FIELD_NAMES_SHOULD_BE_CAMEL_CASE'),
    {
      rule: 'FIELD_NAMES_SHOULD_BE_CAMEL_CASE',
      level: 'WARNING',
      coordinate: 'User.full_name',
      location: { line: 3, column: 21 },
    },
  );
  const [removed] = taskOf(loaded, 'authorization').ruleChanges.edges.map(({ node }) => node);
  assert.deepEqual(
    [
      removed?.['rule'],
      removed?.['level'],
      removed?.['coordinate'],
      removed?.['location'],
      removed?.wasApproved,
    ],
    ['RULE_REMOVED', 'ERROR', 'Query.secret', { line: 2 }, false],
  );
});

test('a check of what does not compose tells why', async () => {
  const loaded = await load((await check('broken', 'type Query { user: Unknown }')).id);
  const { status, operations, lint, authorization } = loaded ?? {};
  assert.deepEqual([status, operations, lint, authorization], ['FAILED', null, null, null]);
  assert.match(JSON.stringify(taskOf(loaded, 'composition')['problems']), /Unknown type/);
});

const approve = `mutation ($input: ApproveSchemaChangeInput!) { approveSchemaChange(input: $input) {
  approval { changeId branch reason author { kind person { id } } createdAt expiresAt } userErrors { field code } } }`;
const withdraw = `mutation ($input: WithdrawSchemaChangeApprovalInput!) { withdrawSchemaChangeApproval(input: $input) {
  changeId userErrors { field code } } }`;
const place = { graph: 'shop', variant: 'current' };

test('a person approves a change of a branch, by which the next check lets it pass, until it is withdrawn', async () => {
  const first = await load((await check('approved')).id);
  const failing = [
    ...taskOf(first, 'operations').changes.edges,
    ...taskOf(first, 'authorization').ruleChanges.edges,
  ].filter(({ node }) => node['severity'] === 'FAILURE' || node['level'] === 'ERROR');
  assert.equal(failing.length, 2);
  for (const { node } of failing) {
    const input = { ...place, changeId: node.id, branch: ' approved ', reason: ' Agreed. ', days: 5 };
    const { data } = await admin<{ approveSchemaChange: { approval: Record<string, unknown> } }>(approve, {
      input,
    });
    const { createdAt, expiresAt, ...approval } = data.approveSchemaChange.approval;
    assert.deepEqual(approval, {
      changeId: node.id,
      branch: 'approved',
      reason: 'Agreed.',
      author: { kind: 'PERSON', person: { id: 'ADMIN' } },
    });
    assert.equal(Date.parse(String(expiresAt)) - Date.parse(String(createdAt)), 5 * 86_400_000);
  }
  // The check as it was made stays, and tells which approvals hold now.
  const [told] = taskOf(await load(String(first?.['id'])), 'operations').changes.edges;
  assert.deepEqual(
    [told?.node['severity'], told?.node.wasApproved, told?.node.approvals.length],
    ['FAILURE', false, 1],
  );
  const next = await load((await check('approved')).id);
  const [passed] = taskOf(next, 'operations').changes.edges.filter(
    ({ node }) => node.code === 'FIELD_REMOVED',
  );
  assert.deepEqual([passed?.node['severity'], passed?.node.wasApproved], ['NOTICE', true]);
  assert.equal(taskOf(next, 'authorization').status, 'PASSED');
  const other = await load((await check('other')).id);
  assert.equal(taskOf(other, 'operations').changes.edges[0]?.node.approvals.length, 0);
  assert.equal(other?.status, 'FAILED');

  const changeId = failing[0]?.node.id;
  for (const _twice of [1, 2]) {
    const { data } = await admin(withdraw, { input: { ...place, changeId, branch: 'approved' } });
    assert.deepEqual(data['withdrawSchemaChangeApproval'], { changeId, userErrors: [] });
  }
  assert.equal((await load((await check('approved')).id))?.status, 'FAILED');
  const trail = await served.registry.sql`
    select action, person_id from registry.audit_entries where action in ('CHANGE_APPROVED', 'APPROVAL_WITHDRAWN') order by position`;
  assert.deepEqual(
    trail.map((entry) => Object.values(entry).join(' ')),
    ['CHANGE_APPROVED ADMIN', 'CHANGE_APPROVED ADMIN', 'APPROVAL_WITHDRAWN ADMIN'],
  );
});

test('approvals that hold are listed, those for all branches with each branch', async () => {
  for (const branch of ['listed', undefined, 'another'])
    await admin(approve, { input: { ...place, changeId: 'abcdef012345', branch, reason: 'Listed.' } });
  const list = async (args: string) => {
    const { data } = await admin<{
      graphVariant: { approvals: Page<{ reason: string; branch: string | null }> };
    }>(
      `{ graphVariant(graph: "shop", name: "current") { approvals${args} { totalCount edges { node { branch reason } } } } }`,
    );
    return data.graphVariant.approvals.edges.flatMap(({ node }) =>
      node.reason === 'Listed.' ? [node.branch] : [],
    );
  };
  assert.deepEqual(await list(''), ['another', null, 'listed']);
  assert.deepEqual(await list('(branch: "listed")'), [null, 'listed']);
});

test('all that is wrong with an approval is told at once', async () => {
  const input = {
    graph: 'nowhere',
    variant: 'current',
    changeId: 'x',
    reason: ' ',
    days: 91,
    branch: 'b'.repeat(2_001),
  };
  const { data } = await admin<{ approveSchemaChange: { userErrors: { field: string[]; code: string }[] } }>(
    approve,
    { input },
  );
  assert.deepEqual(
    data.approveSchemaChange.userErrors.map(({ field, code }) => `${field} ${code}`),
    ['variant NOT_FOUND', 'changeId INVALID', 'reason REQUIRED', 'branch TOO_LONG', 'days OUT_OF_RANGE'],
  );
  const refused = await (await served.as('BILLING_MANAGER'))(approve, { input });
  assert.deepEqual(refused.data, { approveSchemaChange: null });
});

test('checks are listed by branch, result and subgraph, the newest first, page by page', async () => {
  const ids: string[] = [];
  for (const text of [sdl, proposed, sdl]) ids.push((await check('listing', text)).id);
  const list = async (filter: string, first = 10) => {
    const { data, errors } = await admin<{ graphVariant: { schemaChecks: Page<{ id: string }> } }>(
      `{ graphVariant(graph: "shop", name: "current") { schemaChecks(first: ${first}, filter: { branch: "listing" ${filter} }) {
        totalCount edges { node { id } } } } }`,
    );
    assert.deepEqual(errors, []);
    const { edges, totalCount } = data.graphVariant.schemaChecks;
    return { ids: edges.map(({ node }) => node.id), totalCount };
  };
  assert.deepEqual((await list('')).ids, ids.toReversed());
  assert.deepEqual(await list('', 1), { ids: [ids[2]], totalCount: 3 });
  assert.deepEqual((await list('status: FAILED')).ids, [ids[1]]);
  assert.deepEqual((await list('subgraph: "posts"')).ids, []);
  assert.equal(await load(randomUUID()), null);
  assert.equal(await load("1' or '1'='1"), null);
});

test('a check takes as many statements whatever its number of changes', async () => {
  const small = await check('small', sdl.replace('name: String', 'name: Int'));
  const large = await check('large');
  const count = async ({ id }: CheckRun) => (await served.statementsDuring(() => load(id))).length;
  assert.equal(await count(large), await count(small));
});

test('an operation that is persisted under several ids is told once', async () => {
  await persist('another');
  const { changes } = taskOf(await load((await check('twice')).id), 'operations');
  const { totalCount, edges } = changes.edges[0]?.node.operations ?? { totalCount: 0, edges: [] };
  assert.equal(totalCount, 2);
  assert.deepEqual(
    edges.map(({ node }) => node['name']),
    ['GetUser', 'PersistedUser'],
  );
});
