import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDayAfter, toStartOfDay } from './start-of-day.ts';

// The transitions are those of the IANA time zone database.
for (const [day, timeZone, instant] of [
  ['2026-07-01', 'Europe/Paris', '2026-06-30T22:00:00.000Z'],
  ['2026-12-01', 'Europe/Paris', '2026-11-30T23:00:00.000Z'],
  ['2026-03-29', 'Europe/Paris', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Paris', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Paris', '2026-10-24T22:00:00.000Z'],
  ['2026-10-26', 'Europe/Paris', '2026-10-25T23:00:00.000Z'],
  ['2026-01-01', 'UTC', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
  ['2026-01-01', 'America/St_Johns', '2026-01-01T03:30:00.000Z'],
] as const)
  test(`${day} begins at ${instant} in ${timeZone}`, () =>
    assert.equal(toStartOfDay(day, timeZone), instant));

test('a day whose midnight the clocks leave out begins an hour later by them', () => {
  assert.equal(toStartOfDay('2018-11-04', 'America/Sao_Paulo'), '2018-11-04T03:00:00.000Z');
});

test('a day with two midnights begins at the first of them', () => {
  assert.equal(toStartOfDay('2026-11-01', 'America/Havana'), '2026-11-01T04:00:00.000Z');
});

test('the day after the last of a month is in the next month', () => {
  assert.equal(toDayAfter('2028-02-29'), '2028-03-01');
  assert.equal(toDayAfter('2026-12-31'), '2027-01-01');
});
