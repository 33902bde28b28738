import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { type BreakerOptions, type CallEnd, CircuitBreaker } from './circuit-breaker.ts';

const options: BreakerOptions = { failurePercent: 50, windowMs: 1_000, minRequests: 10, openMs: 500 };

let nowMs: number;
let states: string[];
let breaker: CircuitBreaker;
const create = (more: Partial<BreakerOptions> = {}) =>
  new CircuitBreaker({ ...options, ...more }, { onState: (state) => states.push(state), now: () => nowMs });
beforeEach(() => {
  nowMs = 5_000;
  states = [];
  breaker = create();
});

/** Makes calls one after the other. @returns how many were let through */
function call(end: CallEnd, times: number): number {
  let passed = 0;
  for (let time = 0; time < times; time += 1) {
    const note = breaker.enter();
    note?.(end);
    if (note) passed += 1;
  }
  return passed;
}

test('it opens at a share of failures, and not before so many calls', () => {
  assert.equal(call('failed', 9), 9);
  assert.deepEqual(states, []);
  assert.equal(call('failed', 5), 1);
  assert.deepEqual(states, ['open']);
});

test('fewer failures than the share do not open it', () => {
  assert.equal(call('answered', 60), 60);
  assert.equal(call('failed', 59), 59);
  assert.deepEqual(states, []);
  call('failed', 1);
  assert.deepEqual(states, ['open']);
});

test('failures are forgotten after the window, a part at a time', () => {
  call('failed', 5);
  nowMs += 500;
  call('failed', 4);
  nowMs += 600;
  assert.equal(call('failed', 5), 5);
  assert.deepEqual(states, []);
  nowMs += 10_000;
  assert.equal(call('failed', 9), 9);
  assert.deepEqual(states, []);
});

test('calls that were left count for nothing', () => {
  assert.equal(call('left', 100), 100);
  assert.equal(call('failed', 9), 9);
  assert.deepEqual(states, []);
});

test('after a while one call tries, and the others are refused until it has ended', () => {
  call('failed', 10);
  nowMs += 499;
  assert.equal(breaker.enter(), undefined);
  nowMs += 1;
  const trial = breaker.enter();
  assert.ok(trial);
  assert.equal(breaker.enter(), undefined);
  trial('answered');
  assert.deepEqual(states, ['open', 'half-open', 'closed']);
  assert.equal(call('failed', 9), 9);
});

test('a trial that fails opens it again, and one that is left lets another one try', () => {
  call('failed', 10);
  nowMs += 500;
  breaker.enter()?.('left');
  const second = breaker.enter();
  assert.ok(second);
  second('failed');
  assert.equal(breaker.enter(), undefined);
  nowMs += 500;
  assert.equal(call('answered', 3), 3);
  assert.deepEqual(states, ['open', 'half-open', 'open', 'half-open', 'closed']);
});

test('calls that began before it opened change nothing when they end', () => {
  const early = [breaker.enter(), breaker.enter()];
  call('failed', 10);
  early[0]?.('answered');
  nowMs += 500;
  const trial = breaker.enter();
  early[1]?.('failed');
  assert.deepEqual(states, ['open', 'half-open']);
  trial?.('answered');
  assert.deepEqual(states, ['open', 'half-open', 'closed']);
});

test('a share of zero never opens it', () => {
  breaker = create({ failurePercent: 0 });
  assert.equal(call('failed', 1_000), 1_000);
});
