import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { compose } from './testing/compose.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

async function withGateway(use: (gateway: TestGateway) => Promise<void>): Promise<void> {
  const gateway = await startTestGateway();
  try {
    await use(gateway);
  } finally {
    await gateway.close();
  }
}

function supergraphWith({ library }: TestGateway, field: string): string {
  const { books, people } = library;
  return compose([
    { ...books, typeDefs: books.typeDefs.replace('hello: String!', `hello: String! ${field}`) },
    people,
  ]);
}

const isKnown = async (gateway: TestGateway, field: string) =>
  (await gateway.ask(`{ __type(name: "Query") { fields { name } } }`)).body.data !== undefined &&
  !(await gateway.ask(`{ ${field} }`)).body.errors?.some(
    ({ extensions }) => extensions.code === 'GRAPHQL_VALIDATION_FAILED',
  );

test('a new supergraph is taken up while requests go on, and none of them fails', () =>
  withGateway(async (gateway) => {
    let isAsking = true;
    const failures: unknown[] = [];
    const asking = (async () => {
      while (isAsking) {
        const { body } = await gateway.ask('{ hello books { title author { name } } }');
        if (body.errors) failures.push(body.errors);
      }
    })();
    await gateway.replaceSupergraph(supergraphWith(gateway, 'fresh: String'));
    await waitFor('the new field', () => isKnown(gateway, 'fresh'));
    isAsking = false;
    await asking;
    assert.deepEqual(failures, []);
  }));

test('an operation in flight finishes on the supergraph it began with', () =>
  withGateway(async (gateway) => {
    const gate = gateway.library.closeGate();
    const answer = gateway.ask('{ slow hello }');
    await gate.reached;
    await gateway.replaceSupergraph(
      supergraphWith(gateway, 'fresh: String').replace(/\n {2}slow: String[^\n]*/, ''),
    );
    await waitFor('the new supergraph', () => isKnown(gateway, 'fresh'));
    assert.equal(await isKnown(gateway, 'slow'), false);
    gate.open();
    assert.deepEqual((await answer).body, { data: { slow: 'done', hello: 'world' } });
  }));

test('a broken supergraph is refused with its reason, and the old one stays', () =>
  withGateway(async (gateway) => {
    const composed = supergraphWith(gateway, 'fresh: String');
    for (const broken of ['type Query {', composed.replace('fresh: String', 'fresh: Missing')]) {
      const before = gateway.logLines.length;
      await gateway.replaceSupergraph(broken);
      await waitFor('the refusal', () =>
        gateway.logLines
          .slice(before)
          .some((line) => /a new supergraph was refused/.test(line) && /cannot be used/.test(line)),
      );
      assert.deepEqual((await gateway.ask('{ hello }')).body, { data: { hello: 'world' } });
    }
  }));

test('new rules hold as soon as the supergraph that brings them', () =>
  withGateway(async (gateway) => {
    assert.deepEqual((await gateway.ask('{ hello }')).body, { data: { hello: 'world' } });
    await gateway.replaceSupergraph(supergraphWith(gateway, '@hasRole(roles: [ADMIN])'));
    const answer = await waitFor('the rule', async () => {
      const { body } = await gateway.ask('{ hello }');
      return body.errors && body;
    });
    assert.equal(answer.errors?.[0]?.extensions.code, 'UNAUTHORIZED_FIELD_OR_TYPE');
  }));

test('closing lets a request in flight finish and refuses new connections', async () => {
  const gateway = await startTestGateway();
  const gate = gateway.library.closeGate();
  const answer = gateway.ask('{ slow books { author { name } } }');
  await gate.reached;
  const stopped = gateway.stop();
  try {
    await waitFor('new connections to be refused', () => isRefused(Number(new URL(gateway.url).port)));
  } finally {
    gate.open();
  }
  const { status, body } = await answer;
  assert.equal(status, 200);
  assert.deepEqual(body.data?.slow, 'done');
  await stopped;
  await gateway.close();
});

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve(true));
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}
