import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPace } from './pace.ts';

test('the first is due at once and the others evenly after it', () => {
  const pace = createPace(2, 100, 1_000);
  assert.deepEqual(
    [1_000, 1_000, 1_499, 1_500, 2_600].map((ms) => pace.takeDue(ms)),
    [1, 0, 0, 1, 2],
  );
  assert.equal(pace.waitMs(2_600), 400);
});

test('in a second as many are due as the rate says, however often they are taken', () => {
  for (const rate of [1, 7, 1_000, 50_000]) {
    const pace = createPace(rate, 1_000_000, 0);
    let sent = 0;
    for (let ms = 0; ms < 1_000; ms += 13) sent += pace.takeDue(ms);
    sent += pace.takeDue(999.999);
    assert.ok(Math.abs(sent - rate) <= 1, `${rate}: ${sent}`);
  }
});

test('invoices missed beyond the maximum are not made up for', () => {
  const pace = createPace(1_000, 50, 0);
  assert.equal(pace.takeDue(60_000), 50);
  assert.equal(pace.takeDue(60_000), 0);
  assert.equal(pace.takeDue(60_010), 10);
});
