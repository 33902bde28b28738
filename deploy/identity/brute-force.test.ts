import assert from 'node:assert/strict';
import { after, beforeEach, mock, test } from 'node:test';
import { BruteForceGuard } from './brute-force.ts';

const policy = {
  isEnabled: true,
  failureFactor: 3,
  waitIncrementSeconds: 60,
  maxWaitSeconds: 100,
  quickLoginCheckMs: 1000,
  quickLoginWaitSeconds: 30,
  forgetAfterSeconds: 3600,
};

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
});
after(() => mock.timers.reset());

/** So many failures, slow enough to be a person's. */
function fail(guard: BruteForceGuard, times: number): void {
  for (let i = 0; i < times; i += 1) {
    mock.timers.tick(2000);
    guard.recordFailure('name');
  }
}

test('locks after the factor, and for longer with each multiple, up to the maximum', () => {
  const guard = new BruteForceGuard(policy);
  fail(guard, 2);
  assert.equal(guard.isLocked('name'), false);
  fail(guard, 1);
  assert.equal(guard.isLocked('name'), true);
  assert.equal(guard.isLocked('another'), false);
  mock.timers.tick(60_000);
  assert.equal(guard.isLocked('name'), false);
  fail(guard, 3);
  mock.timers.tick(99_000);
  assert.equal(guard.isLocked('name'), true);
  mock.timers.tick(1000);
  assert.equal(guard.isLocked('name'), false);
});

test('locks who tries faster than a person types', () => {
  const guard = new BruteForceGuard(policy);
  guard.recordFailure('name');
  mock.timers.tick(999);
  guard.recordFailure('name');
  assert.equal(guard.isLocked('name'), true);
  mock.timers.tick(30_000);
  assert.equal(guard.isLocked('name'), false);
});

test('forgets after a success, and after a long time', () => {
  const guard = new BruteForceGuard(policy);
  fail(guard, 2);
  guard.recordSuccess('name');
  fail(guard, 2);
  assert.equal(guard.isLocked('name'), false);
  mock.timers.tick(3_601_000);
  fail(guard, 1);
  assert.equal(guard.isLocked('name'), false);
});

test('does nothing when the realm does not want it', () => {
  const guard = new BruteForceGuard({ ...policy, isEnabled: false });
  fail(guard, 10);
  assert.equal(guard.isLocked('name'), false);
});
