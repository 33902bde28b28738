import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { type WalkedPage, walkPages } from '#platform/testing/walk-pages.ts';
import { beginExecution } from '../jobs/begin-execution.ts';
import { beginStep } from '../jobs/begin-step.ts';
import { endExecution } from '../jobs/end-execution.ts';
import { saveChunk } from '../jobs/save-chunk.ts';
import { createChunk, createReject, createRequest, twoPartitions } from '../jobs/testing/test-jobs.ts';
import { createBatchSubgraph } from './subgraph.ts';
import { testSettings } from './testing/test-settings.ts';

let subgraph: TestSubgraph;
let biller: GraphqlClient;
/** A job that failed after its first chunk and then completed. */
let restarted: { readonly id: string; readonly number: number };

before(async () => {
  subgraph = await startTestSubgraph(createBatchSubgraph(testSettings));
  biller = await subgraph.as('BILLING_MANAGER');
  for (const name of ['may-1.csv', 'may-2.csv', 'June_1.csv']) await fail(name);
  await fail('restarted.csv');
  restarted = await complete('restarted.csv');
});
after(() => subgraph.close());

async function begin(fileName: string) {
  const { sql } = subgraph.database;
  const request = createRequest(fileName, { skipLimit: null });
  const begun = await beginExecution({ sql, url: subgraph.databaseUrl }, request);
  await beginStep(sql, begun.execution, 'load', async () => twoPartitions);
  return begun;
}

async function fail(fileName: string): Promise<void> {
  const { sql } = subgraph.database;
  const { execution, lock } = await begin(fileName);
  const rejects = [1, 2, 3].map((row) => createReject(row));
  await sql.begin((tx) => saveChunk(tx, createChunk(execution, [0, 100], rejects)));
  await endExecution(sql, execution, 'FAILED', 'the power went');
  await lock.close();
}

async function complete(fileName: string) {
  const { sql } = subgraph.database;
  const { execution, lock, number } = await begin(fileName);
  const conflict = createReject(60, { code: 'CONFLICT', column: null, cells: ['R60', ''] });
  await sql.begin((tx) => saveChunk(tx, createChunk(execution, [100, 500])));
  await sql.begin((tx) => saveChunk(tx, createChunk(execution, [500, 1_000], [conflict])));
  await endExecution(sql, execution, 'COMPLETED', null);
  await lock.close();
  return { id: execution.instanceId, number };
}

test('a job shows its state, its counts over all executions, and every step', async () => {
  const { data, errors } = await biller<{ importJob: Record<string, unknown> }>(
    `query ($number: Int!) { importJob(number: $number) {
      id number fileName fileBytes mappingName records status isRunning progress exitMessage
      counts { readRows loadedInvoices loadedRows alreadyThereRows conflictingRows rejectedRows leftOutRows }
      rejectReasons { code count }
      executions { attempt status skipLimit exitMessage steps { partition status commits rollbacks counts { readRows } } }
    } }`,
    { number: restarted.number },
  );
  assert.deepEqual(errors, []);
  const step = (partition: number, status: string, commits: number, readRows: number) => ({
    ...{ partition, status, commits, rollbacks: 0, counts: { readRows } },
  });
  assert.deepEqual(data.importJob, {
    ...restarted,
    fileName: 'restarted.csv',
    fileBytes: 1_000,
    mappingName: 'facturation',
    records: 'INVOICES',
    status: 'COMPLETED',
    isRunning: false,
    progress: 1,
    exitMessage: null,
    counts: {
      readRows: 100,
      loadedInvoices: 96,
      loadedRows: 96,
      alreadyThereRows: 0,
      conflictingRows: 0,
      rejectedRows: 4,
      leftOutRows: 0,
    },
    rejectReasons: [
      { code: 'NOT_A_NUMBER', count: 3 },
      { code: 'CONFLICT', count: 1 },
    ],
    executions: [
      {
        ...{ attempt: 2, status: 'COMPLETED', skipLimit: null, exitMessage: null },
        steps: [step(0, 'COMPLETED', 1, 40), step(1, 'COMPLETED', 1, 50)],
      },
      {
        ...{ attempt: 1, status: 'FAILED', skipLimit: null, exitMessage: 'the power went' },
        steps: [step(0, 'FAILED', 1, 10), step(1, 'FAILED', 0, 0)],
      },
    ],
  });
});

interface Jobs {
  readonly importJobs: WalkedPage<{ readonly fileName: string }> & { readonly totalCount: number };
}

async function list(variables: Record<string, unknown>): Promise<Jobs['importJobs']> {
  const { data, errors } = await biller<Jobs>(
    `query ($first: Int, $after: String, $last: Int, $before: String, $filter: ImportJobFilter) {
      importJobs(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
        totalCount edges { node { fileName } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }`,
    variables,
  );
  assert.deepEqual(errors, []);
  return data.importJobs;
}

const namesOf = async (filter: object) =>
  (await list({ filter })).edges.map(({ node: { fileName } }) => fileName);

test('jobs stand newest first, and pages in either direction give the same list', async () => {
  const newestFirst = ['restarted.csv', 'June_1.csv', 'may-2.csv', 'may-1.csv'];
  for (const [size, isBackward] of [
    [1, false],
    [3, false],
    [2, true],
    [100, true],
  ] as const) {
    const walked = await walkPages((page) => list({ ...page }), { size, isBackward });
    assert.deepEqual(
      walked.map(({ fileName }) => fileName),
      newestFirst,
    );
  }
  assert.equal((await list({ first: 1 })).totalCount, 4);
});

test('jobs are found by state and by a part of their file name, with special characters taken literally', async () => {
  assert.deepEqual(await namesOf({ status: ['COMPLETED'] }), ['restarted.csv']);
  assert.deepEqual(await namesOf({ status: ['FAILED'], fileName: 'MAY' }), ['may-2.csv', 'may-1.csv']);
  assert.deepEqual(await namesOf({ fileName: '_' }), ['June_1.csv']);
  assert.deepEqual(await namesOf({ fileName: 'a\0' }), []);
  assert.deepEqual(await namesOf({ status: [] }), []);
});

test('rejected rows come in the order of the file, page by page, all or those of one reason', async () => {
  interface Rejects {
    readonly importJob: {
      readonly rejects: WalkedPage<Record<string, unknown>> & { readonly totalCount: number };
    };
  }
  const read = async (variables: object) => {
    const { data, errors } = await biller<Rejects>(
      `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $code: String) { importJob(id: $id) {
        rejects(first: $first, after: $after, last: $last, before: $before, code: $code) {
          totalCount edges { node { rowNumber line byteOffset column code message cells } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        } } }`,
      { id: restarted.id.toUpperCase(), ...variables },
    );
    assert.deepEqual(errors, []);
    return data.importJob.rejects;
  };
  for (const isBackward of [false, true]) {
    const walked = await walkPages((page) => read(page), { size: 3, isBackward });
    assert.deepEqual(walked, [
      ...[1, 2, 3].map((row) => createReject(row)),
      createReject(60, { code: 'CONFLICT', column: null, cells: ['R60', ''] }),
    ]);
  }
  const conflicts = await read({ code: 'CONFLICT' });
  assert.deepEqual([conflicts.totalCount, conflicts.edges.length], [1, 1]);
  assert.equal((await read({ code: "' or true --\0" })).totalCount, 0);
});

test('a running job says so, and one whose process died does not', async () => {
  const { execution, lock } = await begin('running.csv');
  const read = async () =>
    (
      await biller('query ($id: ID!) { importJob(id: $id) { status isRunning progress } }', {
        id: execution.instanceId,
      })
    ).data.importJob;
  assert.deepEqual(await read(), { status: 'STARTED', isRunning: true, progress: 0 });
  await lock.close();
  assert.deepEqual(await read(), { status: 'STARTED', isRunning: false, progress: 0 });
  await endExecution(subgraph.database.sql, execution, 'FAILED', null);
});

test('references from other subgraphs are resolved by one statement', async () => {
  const ids = [restarted.id, randomUUID(), 'no-uuid'];
  const statements = await subgraph.statementsDuring(async () => {
    const { data } = await biller(
      'query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on ImportJob { number } } }',
      { ids: ids.map((id) => ({ __typename: 'ImportJob', id })) },
    );
    assert.deepEqual(data._entities, [{ number: restarted.number }, null, null]);
  });
  assert.equal(statements.length, 1, statements.join('\n'));
});

test('the executions and steps of a whole page are read by one statement each', async () => {
  const statements = await subgraph.statementsDuring(async () => {
    const query =
      '{ importJobs { edges { node { rejectReasons { code } executions { steps { name } } } } } }';
    const { errors } = await biller(query);
    assert.deepEqual(errors, []);
  });
  assert.equal(statements.length, 4, statements.join('\n'));
});

test('a job is found by id or by number, and an unknown one is null', async () => {
  for (const given of ['', '(id: "x", number: 1)']) {
    const { errors } = await biller(`{ importJob${given} { id } }`);
    assert.equal(errors[0]?.extensions?.code, 'BAD_USER_INPUT');
  }
  const { data } = await biller('{ a: importJob(number: 999999) { id } b: importJob(id: "x") { id } }');
  assert.deepEqual(data, { a: null, b: null });
  const { errors } = await biller('{ importJobs(after: "x") { totalCount } }');
  assert.equal(errors[0]?.extensions?.code, 'BAD_USER_INPUT');
});

test('only billing managers and administrators see jobs, also as entities', async () => {
  const entity = `{ _entities(representations: [{ __typename: "ImportJob", id: "${restarted.id}" }]) { ... on ImportJob { number } } }`;
  for (const role of ['USER', 'CUSTOMER_MANAGER', 'PRODUCT_MANAGER']) {
    const client = await subgraph.as(role);
    for (const query of ['{ importJobs { totalCount } }', '{ importJob(number: 1) { id } }', entity]) {
      const { data, errors } = await client(query);
      assert.notEqual(errors.length, 0, query);
      assert.doesNotMatch(JSON.stringify(data), /\d/);
    }
  }
  const { errors } = await subgraph.anonymous('{ importJobs { totalCount } }');
  assert.notEqual(errors.length, 0);
});
