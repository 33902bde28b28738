import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Attempts } from './attempts.ts';

const limits = { establishWithinMs: 10_000, resumeWithinMs: 60_000 };
const refused = { isFault: false, hadEvents: false, wasEstablished: false };
const broken = { isFault: false, hadEvents: true, wasEstablished: true };
const failed = { isFault: true, hadEvents: true, wasEstablished: true };

function setUp() {
  let nowMs = 0;
  const attempts = new Attempts(limits, () => nowMs);
  const pass = (ms: number) => {
    nowMs += ms;
  };
  /** Tries until it is given up, each time with a connection that lasts so long. @returns for how long that was. */
  const tryInVain = (outcome: typeof refused, lastsMs: number) => {
    const startedAtMs = nowMs;
    for (let count = 0; count < 10_000; count += 1) {
      attempts.begin();
      pass(lastsMs);
      const waitMs = attempts.lost(outcome);
      if (waitMs === undefined) return nowMs - startedAtMs;
      pass(waitMs);
    }
    return undefined;
  };
  return { attempts, pass, tryInVain };
}

test('a connection that was never established is given up in time', () => {
  const { attempts, tryInVain } = setUp();
  const triedMs = tryInVain(refused, 10) ?? 0;
  assert.ok(triedMs >= 10_000 && triedMs < 10_100, `it took ${triedMs} ms`);
  assert.equal(attempts.isEstablished, false);
});

test('one that was established is tried for longer, and each event starts the time anew', () => {
  const { attempts, pass, tryInVain } = setUp();
  for (let time = 0; time < 10; time += 1) {
    attempts.begin();
    pass(50_000);
    const waitMs = attempts.lost(broken);
    assert.ok(waitMs !== undefined && waitMs <= 50);
  }
  const triedMs = tryInVain(refused, 10) ?? 0;
  assert.ok(triedMs >= 59_000 && triedMs < 60_100, `it took ${triedMs} ms`);
});

test('a source that fails after each event is given up though events come', () => {
  const triedMs = setUp().tryInVain(failed, 10) ?? 0;
  assert.ok(triedMs >= 60_000 && triedMs < 60_100, `it took ${triedMs} ms`);
});

test('a source that lasts before it fails is not given up', () => {
  assert.equal(setUp().tryInVain(failed, 20_000), undefined);
});

test('a connection left on purpose is not a failure', () => {
  const { attempts, pass } = setUp();
  attempts.begin();
  pass(3_600_000);
  attempts.left();
  attempts.begin();
  assert.ok((attempts.lost(refused) ?? 1_000) <= 50);
});
