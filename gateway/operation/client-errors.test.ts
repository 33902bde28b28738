import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { GraphQLError } from 'graphql';
import { createLog } from '#platform/log/log.ts';
import { toClientErrors } from './client-errors.ts';

function format(error: GraphQLError, exposeSubgraphs = false) {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = createLog({ name: 'test', destination });
  const [formatted] = toClientErrors([error], { exposeSubgraphs, requestId: 'r1', log });
  return { error: formatted?.toJSON(), log: lines.join('') };
}

const secret = 'select * from users; postgres://admin:hunter2@db';

test('an error that a subgraph wrote for clients keeps message, code and path, and nothing else', () => {
  const { error } = format(
    new GraphQLError('Not found.', {
      path: ['a', 0],
      extensions: { code: 'NOT_FOUND', serviceName: 'users', stacktrace: [secret], sql: secret },
    }),
  );
  assert.deepEqual(error, { message: 'Not found.', path: ['a', 0], extensions: { code: 'NOT_FOUND' } });
});

test('the failing subgraph is named where that is allowed', () => {
  const { error } = format(
    new GraphQLError('Not found.', { extensions: { code: 'NOT_FOUND', serviceName: 'users' } }),
    true,
  );
  assert.deepEqual(error?.extensions, { code: 'NOT_FOUND', service: 'users' });
});

test('an internal error of a subgraph shows its path and the id under which the log has it', () => {
  for (const code of [
    undefined,
    null,
    '',
    500,
    { code: 'NOT_FOUND' },
    'INTERNAL_SERVER_ERROR',
    'DOWNSTREAM_SERVICE_ERROR',
    'GRAPHQL_VALIDATION_FAILED',
  ]) {
    const extensions = { ...(code !== undefined && { code }), serviceName: 'users' };
    const { error, log } = format(new GraphQLError(secret, { path: ['a'], extensions }));
    assert.deepEqual(error, {
      message: 'Internal server error',
      path: ['a'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r1' },
    });
    assert.match(log, /"requestId":"r1"/);
    assert.match(log, /select \* from users/);
  }
});

test('an internal error of an exposed subgraph keeps its message, with the code that it has or that of no code', () => {
  for (const [code, shown] of [
    [undefined, 'DOWNSTREAM_SERVICE_ERROR'],
    ['DOWNSTREAM_SERVICE_ERROR', 'DOWNSTREAM_SERVICE_ERROR'],
    ['INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR'],
  ]) {
    const extensions = { ...(code && { code }), serviceName: 'users', sql: secret };
    const { error, log } = format(new GraphQLError('The shelf is empty.', { path: ['a'], extensions }), true);
    assert.deepEqual(error, {
      message: 'The shelf is empty.',
      path: ['a'],
      extensions: { code: shown, requestId: 'r1', service: 'users' },
    });
    assert.match(log, /a subgraph failed/);
  }
});

test("a value that does not fit its scalar in a subgraph is the client's fault", () => {
  const message = 'Expected value of type "Decimal", found "abc"; A decimal is written as 12.50.';
  const extensions = { code: 'GRAPHQL_VALIDATION_FAILED', serviceName: 'products' };
  const { error, log } = format(new GraphQLError(message, { extensions }));
  assert.deepEqual(error, { message, extensions: { code: 'BAD_USER_INPUT' } });
  assert.equal(log, '');
});

test('a bug in the gateway shows nothing of itself', () => {
  const { error, log } = format(new GraphQLError(secret, { originalError: new TypeError(secret) }));
  assert.deepEqual(error, {
    message: 'Internal server error',
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r1' },
  });
  assert.match(log, /select \* from users/);
});

test("the gateway's own refusals pass as they are", () => {
  const refusal = new GraphQLError('No.', { extensions: { code: 'INTROSPECTION_DISABLED' } });
  assert.deepEqual(format(refusal).error, refusal.toJSON());
});
