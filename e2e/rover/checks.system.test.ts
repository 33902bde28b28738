import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildSchema } from 'graphql';
import { type RegistryProcess, startRegistryProcess } from './registry-process.ts';
import { createUsageReport, sendUsageReport } from './report-usage.ts';
import type { RoverRun } from './run-rover.ts';

const ref = 'shop@current';
/** The longest time that a check may take, with the start of Rover. */
const limitMs = 10_000;

const sdl = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@composeDirective"])
  @link(url: "https://shop.example/rules/v1.0", import: ["@hasRole"])
  @composeDirective(name: "@hasRole")
"One of the roles." directive @hasRole("Which." roles: [Role!]!) on FIELD_DEFINITION | OBJECT
"A role." enum Role { "Some." CLERK "More." BOSS }
type Query {
  "A user." user("Which." id: ID!): User @authenticated
  "All users." users("Which." filter: UserFilter): [User!] @authenticated
}
"A person." type User @key(fields: "id") @authenticated {
  "Unique." id: ID!
  "The name." name: String
  "Nobody asks." nickname: String
  "The pay." pay: Int @hasRole(roles: [BOSS])
}
"A choice of users." input UserFilter { "By name." name: String "By age." age: Int }
`;

let registry: RegistryProcess;
let folder: string;

before(async () => {
  registry = await startRegistryProcess();
  folder = await mkdtemp(join(tmpdir(), 'rover-checks-'));
  const { code, stderr } = await registry.rover(
    ['subgraph', 'publish', ref, '--name', 'users', '--schema', '-', '--routing-url', 'http://users.example'],
    { input: sdl },
  );
  assert.equal(code, 0, stderr);
});
after(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

async function check(proposed: string, ...more: readonly string[]): Promise<RoverRun> {
  const run = await registry.rover(['subgraph', 'check', ref, '--name', 'users', '--schema', '-', ...more], {
    input: proposed,
  });
  console.log(`rover subgraph check: exit ${run.code} after ${Math.round(run.tookMs)} ms`);
  return run;
}

const without = (part: string): string => {
  assert.ok(sdl.includes(part), part);
  return sdl.replace(part, '');
};

/** Prints a command's text as one line, since tables break sentences. */
const flatten = ({ stdout, stderr }: RoverRun): string =>
  `${stdout} ${stderr}`.replaceAll(/[│┆─╌╞╡┌┐└┘┬┴╪═╎]+/g, ' ').replaceAll(/\s+/g, ' ');

const usedField = '"All users." users("Which." filter: UserFilter): [User!] @authenticated\n';
const unusedField = '"A user." user("Which." id: ID!): User @authenticated\n';

test('before anything is known of the use, a breaking change fails with that reason and an addition passes', async () => {
  const breaking = await check(without('"Nobody asks." nickname: String\n'));
  assert.equal(breaking.code, 1);
  assert.match(flatten(breaking), /NO_USAGE_DATA/);
  const addition = await check(sdl.replace('"Nobody asks."', '"New." age: Int "Nobody asks."'));
  assert.equal(addition.code, 0, flatten(addition));
});

test('a report of usage is taken once, with a key that may report', async () => {
  const api = buildSchema(`type Query { user(id: ID!): User users(filter: UserFilter): [User!] }
    type User { id: ID! name: String nickname: String pay: Int } input UserFilter { name: String age: Int }`);
  const query = 'query ListUsers($filter: UserFilter) { users(filter: $filter) { id name } }';
  const variables = { filter: { name: 'Ada' } };
  const report = createUsageReport(ref, api, [{ client: 'web', query, variables, count: 12 }]);
  assert.equal((await sendUsageReport({ ...registry, gatewayKey: 'x'.repeat(40) }, report)).status, 401);
  assert.equal((await sendUsageReport(registry, report)).status, 204);
  assert.equal((await sendUsageReport(registry, report)).status, 204);
  const run = await check(without(usedField));
  assert.match(flatten(run), /ListUsers of web \(12 requests\)/);
});

for (const { name, proposed, code, says } of [
  {
    name: 'the removal of a field that an operation uses exits 1 and names operation and client',
    proposed: () => without(usedField),
    code: 1,
    says: /FAIL FIELD_REMOVED .*It fails ListUsers of web \(12 requests\)/,
  },
  {
    name: 'the removal of a field whose name is the beginning of a used one exits 0',
    proposed: () => without(unusedField),
    code: 0,
    says: /PASS FIELD_REMOVED .*No operation uses it/,
  },
  {
    name: 'the removal of an unused field exits 0',
    proposed: () => without('"Nobody asks." nickname: String\n'),
    code: 0,
    says: /Compared 1 schema changes against 1 operations/,
  },
  {
    name: 'the removal of an input field that clients provide exits 1',
    proposed: () => without('"By name." name: String '),
    code: 1,
    says: /FIELD_REMOVED_FROM_INPUT_OBJECT .*ListUsers of web/,
  },
  {
    name: 'the removal of an input field that no client provides exits 0',
    proposed: () => without(' "By age." age: Int'),
    code: 0,
    says: /PASS FIELD_REMOVED_FROM_INPUT_OBJECT/,
  },
  {
    name: 'a dropped @hasRole exits 1',
    proposed: () => without(' @hasRole(roles: [BOSS])'),
    code: 1,
    says: /RULE_WEAKENED .*User\.pay may be read with signed in/,
  },
  {
    name: 'an added role exits 1',
    proposed: () => sdl.replace('roles: [BOSS])', 'roles: [BOSS, CLERK])'),
    code: 1,
    says: /RULE_WEAKENED .*BOSS or CLERK/,
  },
  {
    name: 'a new root field without a rule exits 1',
    proposed: () => sdl.replace('type Query {', 'type Query { "New." news: Int'),
    code: 1,
    says: /RULE_MISSING .*Query\.news/,
  },
  {
    name: 'an undescribed field exits 0 with a warning that names it',
    proposed: () => sdl.replace('"Nobody asks."', ''),
    code: 0,
    says: /WARNING User\.nickname \d+ User\.nickname has no description/,
  },
]) {
  test(name, async () => {
    const run = await check(proposed());
    assert.equal(run.code, code, flatten(run));
    assert.match(flatten(run), says);
    assert.ok(run.tookMs < limitMs, `${run.tookMs} ms`);
  });
}

test('what does not compose is told with its code, and nothing else', async () => {
  const run = await check(sdl.replace('[User!]', '[Nobody!]'));
  assert.equal(run.code, 1);
  assert.match(flatten(run), /error\[E029\]/);
  assert.match(flatten(run), /Nobody/);
});

test('a rule of a form that nobody knows is refused in plain words', async () => {
  const run = await check(
    sdl
      .replace('"Nobody asks."', '"Odd." odd: Int @requiresScopes(scopes: ["a"]) "Nobody asks."')
      .replace('"@authenticated"', '"@authenticated", "@requiresScopes"'),
  );
  assert.equal(run.code, 1);
  assert.doesNotMatch(flatten(run), /Something went wrong/);
});

test('an approval lets a change pass on its branch and on no other', async () => {
  const proposed = without(' @hasRole(roles: [BOSS])');
  const [, changeId = ''] = /\[change ([0-9a-f]{12})\]/.exec(flatten(await runOn('feature', proposed))) ?? [];
  assert.notEqual(changeId, '');
  const response = await fetch(`${registry.address}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': registry.key },
    body: JSON.stringify({
      query: `mutation ($input: ApproveChangeInput!) { graph(id: "shop") { variant(name: "current") {
        approveChange(input: $input) { changeId branch } } } }`,
      variables: { input: { changeId, branch: 'feature', reason: 'The pay is public now.' } },
    }),
    signal: AbortSignal.timeout(30_000),
  });
  assert.deepEqual(await response.json(), {
    data: { graph: { variant: { approveChange: { changeId, branch: 'feature' } } } },
  });
  const approved = await runOn('feature', proposed);
  assert.equal(approved.code, 0, flatten(approved));
  assert.match(flatten(approved), /INFO RULE_WEAKENED/);
  assert.equal((await runOn('main', proposed)).code, 1);
});

function runOn(branch: string, proposed: string): Promise<RoverRun> {
  return registry.rover(['subgraph', 'check', ref, '--name', 'users', '--schema', '-'], {
    input: proposed,
    environment: {
      APOLLO_VCS_BRANCH: branch,
      APOLLO_VCS_COMMIT: 'abc',
      APOLLO_VCS_REMOTE_URL: 'https://git.example/shop',
    },
  });
}

test('a key without the right CHECK is refused in plain words', async () => {
  const run = await registry.rover(['subgraph', 'check', ref, '--name', 'users', '--schema', '-'], {
    input: sdl,
    key: registry.gatewayKey,
  });
  assert.equal(run.code, 1);
  assert.match(flatten(run), /has no right CHECK/);
});

test('graph check compares the schema that clients see', async () => {
  const fetched = await registry.rover(['graph', 'fetch', ref]);
  assert.equal(fetched.code, 0, fetched.stderr);
  const same = await registry.rover(['graph', 'check', ref, '--schema', '-'], { input: fetched.stdout });
  assert.equal(same.code, 0, flatten(same));
  const changed = await registry.rover(['graph', 'check', ref, '--schema', '-'], {
    input: fetched.stdout.replace(/"{3}\s*The name\.\s*"{3}\s*name: String\n/, ''),
  });
  assert.equal(changed.code, 1);
  assert.match(flatten(changed), /ListUsers of web/);
});

test('subgraph lint warns, leaves out what is there already, and fails what does not parse', async () => {
  const lint = (input: string, ...more: readonly string[]) =>
    registry.rover(['subgraph', 'lint', ref, '--name', 'users', '--schema', '-', ...more], { input });
  const warned = await lint(sdl.replace('"Nobody asks."', ''));
  assert.equal(warned.code, 0, flatten(warned));
  assert.match(flatten(warned), /User\.nickname/);
  const old = await lint(sdl, '--ignore-existing-lint-violations');
  assert.equal(old.code, 0, flatten(old));
  const broken = await lint('type Query {');
  assert.equal(broken.code, 1, flatten(broken));
  assert.match(flatten(broken), /Syntax Error/);
});

test('client check exits 1 for an operation that the schema does not allow', async () => {
  await writeFile(join(folder, 'good.graphql'), 'query Good { users { name } }');
  const clientCheck = () => registry.rover(['client', 'check', ref, '--root-dir', folder]);
  const good = await clientCheck();
  assert.equal(good.code, 0, flatten(good));
  await writeFile(join(folder, 'bad.graphql'), 'query Bad { users { fame } }');
  const bad = await clientCheck();
  assert.equal(bad.code, 1);
  assert.match(flatten(bad), /Cannot query field "fame" on type "User"/);
});

test('persisted queries are published, count in checks without a request, and keep their bodies', async () => {
  const manifest = join(folder, 'manifest.json');
  const write = (body: string) =>
    writeFile(
      manifest,
      JSON.stringify({
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [{ id: 'nick', name: 'Nicknames', type: 'query', body }],
      }),
    );
  const publish = () => registry.rover(['persisted-queries', 'publish', ref, '--manifest', manifest]);
  await write('query Nicknames { users { nickname } }');
  const added = await publish();
  assert.equal(added.code, 0, flatten(added));
  const again = await publish();
  assert.equal(again.code, 0, flatten(again));
  const run = await check(without('"Nobody asks." nickname: String\n'));
  assert.equal(run.code, 1);
  assert.match(flatten(run), /Nicknames \(persisted\)/);
  await write('query Nicknames { users { name } }');
  const changed = await publish();
  assert.equal(changed.code, 1);
  assert.match(flatten(changed), /nick/);
});
