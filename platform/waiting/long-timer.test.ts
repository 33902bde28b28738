import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callAt } from './long-timer.ts';

const dayMs = 86_400_000;

test('calls back at a time that is further away than a timer of Node.js reaches', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const call = mock.fn();
  callAt(60 * dayMs, call);
  for (let day = 0; day < 59; day++) mock.timers.tick(dayMs);
  assert.equal(call.mock.callCount(), 0);
  for (let day = 0; day < 2; day++) mock.timers.tick(dayMs);
  assert.equal(call.mock.callCount(), 1);
});

test('calls back for a time that is past, but not before it returns', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 5 * dayMs });
  const call = mock.fn();
  callAt(dayMs, call);
  assert.equal(call.mock.callCount(), 0);
  mock.timers.tick(1);
  assert.equal(call.mock.callCount(), 1);
});

test('a call that is cancelled is not made', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const call = mock.fn();
  const cancel = callAt(30 * dayMs, call);
  mock.timers.tick(26 * dayMs);
  cancel();
  mock.timers.tick(30 * dayMs);
  assert.equal(call.mock.callCount(), 0);
});
