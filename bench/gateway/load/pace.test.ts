import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPace } from './pace.ts';

test('requests are sent when they are due, late ones at once, and none by what was forgotten', (context) => {
  let now = 0;
  context.mock.timers.enable({ apis: ['setInterval'] });
  context.mock.method(performance, 'now', () => now);
  const sent: number[] = [];
  const send = (dueAt: number) => void sent.push(dueAt);
  const pace = startPace(100);
  const passTo = (time: number) => {
    now = time;
    context.mock.timers.tick(1);
  };

  pace.sendWhenDue(send);
  pace.sendWhenDue(send);
  assert.deepEqual(sent, [0]);
  passTo(9);
  assert.deepEqual(sent, [0]);
  passTo(11);
  assert.deepEqual(sent, [0, 10]);
  passTo(45);
  pace.sendWhenDue(send);
  pace.sendWhenDue(send);
  assert.deepEqual(sent, [0, 10, 20, 30]);

  pace.sendWhenDue(send);
  pace.sendWhenDue(send);
  pace.forget(send);
  passTo(100);
  assert.deepEqual(sent, [0, 10, 20, 30, 40]);
  pace.stop();
});
