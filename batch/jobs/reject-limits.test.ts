import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPassedLimit, type RejectLimits, type RejectStand } from './reject-limits.ts';

const none: RejectLimits = { skipLimit: null, reasonPercent: null };

function stand(readRows: number, byCode: Record<string, number>, isWhole = true): RejectStand {
  const rejectedRows = Object.values(byCode).reduce((sum, count) => sum + count, 0);
  return { readRows, rejectedRows, byCode, isWhole };
}

test('without limits any number of rows may be rejected', () => {
  assert.equal(findPassedLimit(none, stand(10, { NOT_A_DATE: 10 })), undefined);
});

test('a limit of rows is exact', () => {
  const limits = { ...none, skipLimit: 2 };
  assert.equal(findPassedLimit(limits, stand(3, { A: 1, B: 1 })), undefined);
  assert.deepEqual(findPassedLimit(limits, stand(3, { A: 2, B: 1 })), { limit: 'rows', allowed: 2 });
  assert.ok(findPassedLimit({ ...none, skipLimit: 0 }, stand(1_000_000, { A: 1 })));
});

test('a limit in percent is that of the rows read once the file is read whole', () => {
  const limits = { ...none, skipLimit: { percent: 1 } };
  assert.equal(findPassedLimit(limits, stand(200, { A: 2 })), undefined);
  assert.deepEqual(findPassedLimit(limits, stand(199, { A: 2 })), { limit: 'percent', allowed: 1, of: 199 });
  assert.ok(findPassedLimit(limits, stand(10, { A: 1 })));
  assert.equal(findPassedLimit({ ...none, skipLimit: { percent: 0 } }, stand(10, {})), undefined);
  assert.ok(findPassedLimit({ ...none, skipLimit: { percent: 0 } }, stand(10, { A: 1 })));
});

test('until then it is that of at least a thousand rows, as a few bad rows may stand first', () => {
  const limits = { ...none, skipLimit: { percent: 1 } };
  assert.equal(findPassedLimit(limits, stand(10, { A: 10 }, false)), undefined);
  assert.ok(findPassedLimit(limits, stand(10, { A: 11 }, false)));
  assert.equal(findPassedLimit(limits, stand(5_000, { A: 50 }, false)), undefined);
  assert.ok(findPassedLimit(limits, stand(5_000, { A: 51 }, false)));
});

test('one reason that rejects more than its share ends a load whose number of rejects is not limited', () => {
  const limits = { ...none, reasonPercent: 10 };
  assert.deepEqual(findPassedLimit(limits, stand(20, { NOT_A_DATE: 12, CONFLICT: 1 })), {
    limit: 'reason',
    allowed: 10,
    code: 'NOT_A_DATE',
    count: 12,
  });
  assert.equal(findPassedLimit(limits, stand(1_000, { A: 100, B: 100, C: 100 })), undefined);
  assert.equal(findPassedLimit(limits, stand(6, { A: 4 })), undefined);
  assert.ok(findPassedLimit(limits, stand(6, { A: 5 })));
});

test('a reason over its limit is reported rather than the number of rows, as it says more', () => {
  const limits = { skipLimit: 0, reasonPercent: 10 };
  assert.equal(findPassedLimit(limits, stand(20, { A: 12 }))?.limit, 'reason');
  assert.equal(findPassedLimit(limits, stand(20, { A: 1 }))?.limit, 'rows');
});
