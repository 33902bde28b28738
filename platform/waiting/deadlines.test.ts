import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeDeadlines as close, requestDeadlines as request } from './deadlines.ts';

function assertAscending(...deadlinesMs: readonly number[]): void {
  assert.deepEqual(
    deadlinesMs,
    [...new Set(deadlinesMs)].sort((one, other) => one - other),
  );
}

test('a statement is cancelled before its client gives up, and the client gives up before the gateway does', () => {
  assertAscending(
    request.statementMs,
    request.databaseAnswerMs,
    request.subgraphAnswerMs,
    request.operationMs,
  );
});

test('whoever waits for the renewal of a session waits longer than the provider may take, and its statement is not cancelled before', () => {
  assertAscending(request.providerAnswerMs, request.sessionLockMs, request.statementMs);
});

test('a transaction outlives the append and the answers that it waits for', () => {
  assertAscending(request.appendMs, request.databaseAnswerMs, request.idleInTransactionMs);
  assert.ok(request.providerAnswerMs < request.idleInTransactionMs);
});

test('the last append of a process has time to fail', () => {
  assert.ok(close.lastWorkMs >= request.appendMs);
});

test('a process has time for a batch, for leaving its group and for its last work, one after the other', () => {
  assertAscending(close.batchMs + close.leaveMs + close.lastWorkMs, close.processMs, close.processEndMs);
});

test('a process has time for its connections, however configured', () => {
  assertAscending(close.connectionsMs, close.maxConnectionsMs, close.processMs);
});

test('a launcher has time to kill its processes and then to stop its database before it is killed', () => {
  assertAscending(
    close.leadMs + close.processEndMs + close.databaseMs,
    close.launcherMs,
    close.launcherEndMs,
  );
});
