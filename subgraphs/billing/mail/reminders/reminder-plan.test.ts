import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInWindow, parseReminderPlan, type ReminderStep } from './reminder-plan.ts';

function planOf(days: string, fees?: string) {
  const parsed = parseReminderPlan(days, fees);
  assert.ok('plan' in parsed, JSON.stringify(parsed));
  return parsed.plan;
}

test('a step ends on the day before the next one, the last after a week', () => {
  assert.deepEqual(
    planOf('-3,0,7,14,30').map(({ days, endDays }) => [days, endDays]),
    [
      [-3, 0],
      [0, 7],
      [7, 14],
      [14, 30],
      [30, 37],
    ],
  );
  const [before, at] = planOf('-3,0,7') as [ReminderStep, ReminderStep, ReminderStep];
  const dueDate = '2026-03-01';
  // 2026 is not a leap year.
  assert.deepEqual(
    ['2026-02-25', '2026-02-26', '2026-02-28', '2026-03-01'].map((day) => isInWindow(before, dueDate, day)),
    [false, true, true, false],
  );
  assert.deepEqual(
    ['2026-02-28', '2026-03-01', '2026-03-07', '2026-03-08'].map((day) => isInWindow(at, dueDate, day)),
    [false, true, true, false],
  );
});

test('no days are no plan, and spaces do not matter', () => {
  assert.deepEqual(planOf(''), []);
  assert.deepEqual(planOf('NONE'), []);
  assert.deepEqual(
    planOf(' -3, 0 ').map(({ days }) => days),
    [-3, 0],
  );
});

test('fees belong to overdue steps, exact and by currency', () => {
  const plan = planOf('-3,7,30', '7:EUR:15.00, 30:EUR:40,30:JPY:6000');
  assert.deepEqual(
    plan.map(({ fees }) => [...fees]),
    [
      [],
      [['EUR', 1_500n]],
      [
        ['EUR', 4_000n],
        ['JPY', 6_000n],
      ],
    ],
  );
});

test('wrong days and fees say what would be right', () => {
  for (const days of ['x', '7,7', '14,7', '-31', '366', '1,2,3,4,5,6,7,8,9,10,11', '1;2', '1.5']) {
    const parsed = parseReminderPlan(days);
    assert.ok('problem' in parsed && parsed.of === 'days' && parsed.problem.includes('-3,0,7,14,30'), days);
  }
  for (const fees of [
    '7',
    '7:EUR',
    '8:EUR:1',
    '0:EUR:1',
    '7:EUR:0',
    '7:XXQ:1',
    '7:EUR:1.001',
    '7:EUR:1,7:EUR:2',
  ]) {
    const parsed = parseReminderPlan('0,7', fees);
    assert.ok('problem' in parsed && parsed.of === 'fees', fees);
  }
});
