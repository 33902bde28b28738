import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { operatorAuthor } from '../author.ts';
import { shopSdl } from '../testing/shop-sdl.ts';
import { createTestRegistry, type TestRegistry } from '../testing/test-registry.ts';
import { deleteSubgraph } from './delete-subgraph.ts';
import type { GraphRef } from './graph-ref.ts';
import { Launcher } from './launcher.ts';
import { publishSubgraphs } from './publish-subgraphs.ts';
import { rollBack } from './roll-back.ts';

const { signal } = new AbortController();
let registry: TestRegistry;
let graphs = 0;

before(async () => {
  registry = await createTestRegistry();
});
after(() => registry.close());

/** The ref of a graph that no other test uses. */
function newRef(): GraphRef {
  graphs += 1;
  return { graph: `shop${graphs}`, variant: 'current' };
}

function publish(ref: GraphRef, subgraph: string, sdl: string, url: string | null = `http://${subgraph}`) {
  return publishSubgraphs(
    registry.launcher,
    { ref, parts: [{ subgraph, sdl, url: url ?? undefined }], git: null, author: operatorAuthor },
    signal,
  );
}

async function loadVariant(ref: GraphRef) {
  const variant = await registry.graphs.findVariant(ref);
  assert.ok(variant);
  const launch = await registry.graphs.findLaunch(variant.id);
  return { id: variant.id, launch, parts: await registry.graphs.findParts(variant.id) };
}

/** The published history and the audit trail of a variant. */
async function loadHistory({ graph }: GraphRef) {
  const versions = await registry.sql<{ name: string }[]>`
    select v.name from registry.subgraph_versions v join registry.variants on variants.id = v.variant_id
    where graph = ${graph} order by v.created_at`;
  const launches = await registry.sql<{ number: number; cause: string; composed: boolean }[]>`
    select number, cause, supergraph_hash is not null as composed
    from registry.launches join registry.variants on variants.id = variant_id where graph = ${graph} order by number`;
  const audit = await registry.sql<{ action: string }[]>`
    select action from registry.audit_entries where graph = ${graph} order by position`;
  return {
    versions: versions.map(({ name }) => name),
    launches: launches.map(({ number, cause, composed }) => `${number} ${cause} ${composed}`),
    audit: audit.map(({ action }) => action),
  };
}

test('the first publish creates the variant, and the supergraph of two subgraphs runs', async () => {
  const ref = newRef();
  const first = await publish(ref, 'users', shopSdl.users);
  assert.deepEqual(
    [first.created, first.updated, first.changesSupergraph, first.number],
    [['users'], [], true, 1],
  );
  await publish(ref, 'posts', shopSdl.posts);
  const { launch } = await loadVariant(ref);
  assert.equal(launch?.number, 2);
  assert.deepEqual(
    launch?.parts.map(({ name, url }) => `${name} ${url}`),
    ['posts http://posts', 'users http://users'],
  );
  assert.match(launch?.apiSchema ?? '', /posts: \[Post!\]!/);
});

test('a publish that is repeated changes nothing and gives the same result, a failed one its problems', async () => {
  const ref = newRef();
  const first = await publish(ref, 'users', shopSdl.users);
  const again = await publish(ref, 'users', shopSdl.users);
  assert.deepEqual([again.created, again.updated, again.launchId], [[], [], first.launchId]);
  const failed = await publish(ref, 'clash', shopSdl.clash);
  const failedAgain = await publish(ref, 'clash', shopSdl.clash);
  assert.deepEqual(failedAgain.problems, failed.problems);
  assert.ok(failed.problems.length > 0);
  assert.deepEqual((await loadHistory(ref)).launches, ['1 PUBLISH true', '2 PUBLISH false']);
});

test('a publish that does not compose is history and changes nothing that runs, until a later one mends it', async () => {
  const ref = newRef();
  await publish(ref, 'users', shopSdl.users);
  const failed = await publish(ref, 'clash', shopSdl.clash);
  assert.deepEqual([failed.hash, failed.changesSupergraph], [undefined, false]);
  assert.equal(failed.problems[0]?.code, 'FIELD_TYPE_MISMATCH');
  const { launch, parts } = await loadVariant(ref);
  assert.equal(launch?.number, 1);
  assert.deepEqual(
    parts.map(({ name }) => name),
    ['clash', 'users'],
  );
  const mended = await publish(ref, 'clash', 'type Query { other: Int }');
  assert.ok(mended.changesSupergraph);
  assert.deepEqual(await loadHistory(ref), {
    versions: ['users', 'clash', 'clash'],
    launches: ['1 PUBLISH true', '2 PUBLISH false', '3 PUBLISH true'],
    audit: ['SUBGRAPHS_PUBLISHED', 'SUBGRAPHS_PUBLISHED', 'SUBGRAPHS_PUBLISHED'],
  });
});

test('subgraphs that are published together are one launch, of which only the changed ones are versions', async () => {
  const ref = newRef();
  const parts = [
    { subgraph: 'users', sdl: shopSdl.users, url: 'http://users' },
    { subgraph: 'posts', sdl: shopSdl.posts, url: 'http://posts' },
  ];
  const publishAll = (all: typeof parts) =>
    publishSubgraphs(registry.launcher, { ref, parts: all, git: null, author: operatorAuthor }, signal);
  assert.deepEqual((await publishAll(parts)).created, ['users', 'posts']);
  const moved = parts.map((part) =>
    part.subgraph === 'posts' ? { ...part, url: 'http://elsewhere' } : part,
  );
  assert.deepEqual((await publishAll(moved)).updated, ['posts']);
  assert.deepEqual((await publishAll(moved)).updated, []);
  const { versions, launches } = await loadHistory(ref);
  assert.deepEqual(versions.toSorted(), ['posts', 'posts', 'users']);
  assert.deepEqual(launches, ['1 PUBLISH true', '2 PUBLISH true']);
});

test('a publish without an address keeps the one that the subgraph has', async () => {
  const ref = newRef();
  await publish(ref, 'users', shopSdl.users, 'http://somewhere/graphql');
  await publish(ref, 'users', `${shopSdl.users}\n# newer`, null);
  const { parts } = await loadVariant(ref);
  assert.equal(parts[0]?.url, 'http://somewhere/graphql');
});

test('publishes at the same time are all in the supergraph of the last one', async () => {
  const ref = newRef();
  const names = Array.from({ length: 8 }, (_, index) => `part${index}`);
  const results = await Promise.all(names.map((name) => publish(ref, name, `type Query { ${name}: Int }`)));
  assert.deepEqual(results.map(({ number }) => number).toSorted(), [1, 2, 3, 4, 5, 6, 7, 8]);
  const { launch } = await loadVariant(ref);
  assert.equal(launch?.number, 8);
  assert.deepEqual(
    launch?.parts.map(({ name }) => name),
    names,
  );
});

test('a launch of a process that waited for another one has the later instant', async () => {
  const ref = newRef();
  const other = new Launcher(registry.db, registry.composer);
  const parts = (name: string) => [{ subgraph: name, sdl: `type Query { ${name}: Int }`, url: undefined }];
  await Promise.all(
    [registry.launcher, other, registry.launcher, other].map((launcher, index) =>
      publishSubgraphs(
        launcher,
        { ref, parts: parts(`part${index}`), git: null, author: operatorAuthor },
        signal,
      ),
    ),
  );
  const launches = await registry.sql<{ at: string }[]>`
    select launches.created_at::text as at from registry.launches join registry.variants on variants.id = variant_id
    where graph = ${ref.graph} order by number`;
  const instants = launches.map(({ at }) => at);
  assert.equal(new Set(instants).size, 4);
  assert.deepEqual(instants, instants.toSorted());
});

test('deleting a subgraph launches the others, a rehearsal changes nothing, and a repeated delete is answered alike', async () => {
  const ref = newRef();
  await publish(ref, 'users', shopSdl.users);
  await publish(ref, 'posts', shopSdl.posts);
  const request = { ref, subgraph: 'posts', author: operatorAuthor };
  assert.deepEqual(await deleteSubgraph(registry.launcher, { ...request, isDryRun: true }, signal), {
    problems: [],
    composes: true,
  });
  assert.equal((await loadVariant(ref)).parts.length, 2);
  for (const _twice of [1, 2])
    assert.ok((await deleteSubgraph(registry.launcher, { ...request, isDryRun: false }, signal)).composes);
  const { launch, parts } = await loadVariant(ref);
  assert.deepEqual(
    parts.map(({ name }) => name),
    ['users'],
  );
  assert.doesNotMatch(launch?.apiSchema ?? '', /Post/);
  assert.deepEqual((await loadHistory(ref)).launches, ['1 PUBLISH true', '2 PUBLISH true', '3 DELETE true']);
  await assert.rejects(
    deleteSubgraph(
      registry.launcher,
      { ref, subgraph: 'nobody', isDryRun: false, author: operatorAuthor },
      signal,
    ),
    /has no subgraph nobody. It has: users./,
  );
});

test('deleting the last subgraph does not compose, and what ran goes on running', async () => {
  const ref = newRef();
  await publish(ref, 'users', shopSdl.users);
  const request = { ref, subgraph: 'users', isDryRun: false, author: operatorAuthor };
  const { composes, problems } = await deleteSubgraph(registry.launcher, request, signal);
  assert.deepEqual([composes, problems[0]?.code], [false, 'NO_SUBGRAPHS']);
  assert.equal((await loadVariant(ref)).launch?.number, 1);
});

test('a rollback runs the supergraph and the versions of an old launch as a launch of its own', async () => {
  const ref = newRef();
  await publish(ref, 'users', shopSdl.users);
  const { launch: first } = await loadVariant(ref);
  await publish(ref, 'posts', shopSdl.posts);
  await publish(ref, 'clash', shopSdl.clash);
  const result = await rollBack(registry.launcher, { ref, toNumber: 1, author: operatorAuthor }, signal);
  assert.deepEqual([result.number, result.changesSupergraph, result.hash], [4, true, first?.hash]);
  const { launch, parts } = await loadVariant(ref);
  assert.deepEqual([launch?.number, launch?.supergraph], [4, first?.supergraph]);
  assert.deepEqual(
    parts.map(({ name }) => name),
    ['users'],
  );
  await assert.rejects(
    rollBack(registry.launcher, { ref, toNumber: 3, author: operatorAuthor }, signal),
    /no launch 3 that composed/,
  );
  assert.equal((await loadHistory(ref)).audit.at(-1), 'ROLLED_BACK');
});

test('names, addresses and sizes that exceed the bounds are refused before anything is stored', async () => {
  const ref = newRef();
  await assert.rejects(publish(ref, '1bad', shopSdl.users), /name of a subgraph/);
  await assert.rejects(publish(ref, 'users', shopSdl.users, 'not a url'), /routing URL/);
  await assert.rejects(publish(ref, 'users', '#'.repeat(2_000_001)), /at most 2000000 characters/);
  for (const text of ['\0', '\ud800']) {
    await assert.rejects(publish(ref, 'users', `${shopSdl.users}#${text}`), /well-formed Unicode/);
    await assert.rejects(publish(ref, 'users', shopSdl.users, `http://users/${text}`), /routing URL/);
  }
  assert.equal(await registry.graphs.findVariant(ref), undefined);
});

test('a git context is kept as far as it can be', async () => {
  const ref = newRef();
  const parts = [{ subgraph: 'users', sdl: shopSdl.users, url: undefined }];
  const git = { branch: 'main\0', commit: null, message: `${'x'.repeat(1_999)}\ud83d\ude00` };
  await publishSubgraphs(registry.launcher, { ref, parts, git, author: operatorAuthor }, signal);
  const [row] = await registry.sql`
    select git->>'branch' as branch, length(git->>'message') as length from registry.subgraph_versions
    join registry.variants on variants.id = variant_id where graph = ${ref.graph}`;
  assert.deepEqual({ ...row }, { branch: 'main', length: 2_000 });
});

test('history is only added to: the database refuses to change or delete what was published', async () => {
  const ref = newRef();
  await publish(ref, 'users', shopSdl.users);
  for (const table of ['documents', 'subgraph_versions', 'launches', 'launch_parts', 'audit_entries']) {
    const name = registry.sql(`registry.${table}`);
    await assert.rejects(registry.sql`delete from ${name}`, /are added and never changed/, table);
  }
  await assert.rejects(registry.sql`update registry.launches set number = 0`, /are added and never changed/);
});
