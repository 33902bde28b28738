import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeAuditEntry } from '#platform/audit/audit-codec.ts';
import { beginExecution } from './begin-execution.ts';
import { beginStep } from './begin-step.ts';
import { endExecution } from './end-execution.ts';
import { createRequest, createTestJobs, type TestJobs, twoPartitions } from './testing/test-jobs.ts';

let jobs: TestJobs;

before(async () => {
  jobs = await createTestJobs();
});
after(() => jobs.close());

test('the beginning and each end of a job are entries of the audit, in a form that readers take', async () => {
  const { execution, lock } = await beginExecution(jobs, createRequest('a.csv', {}));
  await beginStep(jobs.sql, execution, 'load', async () => twoPartitions);
  await endExecution(jobs.sql, execution, 'FAILED', 'The disk is full.');
  await endExecution(jobs.sql, execution, 'FAILED', 'The disk is full.');
  await lock.close();
  const rows = await jobs.sql<{ value: Buffer }[]>`select value from audit_outbox order by position`;
  const entries = rows.map((row) => {
    const decoded = decodeAuditEntry(row);
    assert.ok(decoded.kind === 'entry', JSON.stringify(decoded));
    return decoded.entry;
  });
  const object = { type: 'ImportJob', id: execution.instanceId };
  assert.deepEqual(
    entries.map(({ action, actor, object: told, outcome }) => ({ action, actor, object: told, outcome })),
    ['IMPORT_STARTED', 'IMPORT_FAILED'].map((action) => ({
      action,
      actor: { id: 'batch', kind: 'SERVICE' },
      object,
      outcome: 'DONE',
    })),
  );
});
