import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  findInstant,
  formatEpochDay,
  isDay,
  parseEpochDay,
  startOfDay,
  toDay,
  today,
  toEpochDay,
} from './day.ts';

const zones = Intl.supportedValuesOf('timeZone');

test('a day is one that the calendar has', () => {
  for (const day of ['2026-03-01', '2024-02-29', '0001-01-01', '9999-12-31']) assert.ok(isDay(day), day);
  for (const text of [
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-3-1',
    '2026-03-01T00:00:00Z',
    ' 2026-03-01',
    '',
  ]) {
    assert.ok(!isDay(text), text);
  }
});

test('an instant has the day that clocks of the zone show', () => {
  const newYear = new Date('2025-12-31T23:30:00Z');
  assert.equal(toDay(newYear, 'UTC'), '2025-12-31');
  assert.equal(toDay(newYear, 'Europe/Paris'), '2026-01-01');
  assert.equal(toDay(newYear, 'America/New_York'), '2025-12-31');
  assert.equal(toDay(new Date('2025-12-31T09:59:59.999Z'), 'Pacific/Kiritimati'), '2025-12-31');
  assert.equal(toDay(new Date('2025-12-31T10:00:00Z'), 'Pacific/Kiritimati'), '2026-01-01');
  assert.equal(
    today(() => newYear, 'Asia/Kolkata'),
    '2026-01-01',
  );
});

test('a change of clocks counts from its very instant', () => {
  // Cairo put its clocks forward from 00:00 to 01:00 of 25 April 2025, at 22:00 UTC.
  const change = Date.parse('2025-04-24T22:00:00Z');
  assert.equal(toDay(new Date(change - 1), 'Africa/Cairo'), '2025-04-24');
  assert.equal(toDay(new Date(change), 'Africa/Cairo'), '2025-04-25');
  // Havana put them back from 01:00 to 00:00 of 2 November 2025, so that its midnight came twice on one day.
  assert.equal(toDay(new Date('2025-11-02T04:30:00Z'), 'America/Havana'), '2025-11-02');
  assert.equal(toDay(new Date('2025-11-02T05:30:00Z'), 'America/Havana'), '2025-11-02');
});

test('a day begins at midnight, or with the first time that clocks showed', () => {
  assert.equal(startOfDay('2026-01-01', 'Europe/Paris')?.toISOString(), '2025-12-31T23:00:00.000Z');
  assert.equal(startOfDay('2025-04-25', 'Africa/Cairo')?.toISOString(), '2025-04-24T22:00:00.000Z');
  assert.equal(startOfDay('2026-03-01', 'UTC')?.toISOString(), '2026-03-01T00:00:00.000Z');
});

test('a day that a zone skipped has no beginning there', () => {
  assert.equal(startOfDay('2011-12-30', 'Pacific/Apia'), undefined);
  assert.equal(startOfDay('2011-12-31', 'Pacific/Apia')?.toISOString(), '2011-12-30T10:00:00.000Z');
});

test('a time of a day is that of the clocks, also on days on which they change', () => {
  for (const [day, time, zone, instant] of [
    ['2026-10-24', '08:00', 'Europe/Paris', '2026-10-24T06:00:00.000Z'],
    ['2026-10-25', '08:00', 'Europe/Paris', '2026-10-25T07:00:00.000Z'],
    ['2027-03-28', '08:00', 'Europe/Paris', '2027-03-28T06:00:00.000Z'],
    ['2026-10-25', '02:30', 'Europe/Paris', '2026-10-25T00:30:00.000Z'],
    ['2027-03-28', '02:30', 'Europe/Paris', '2027-03-28T01:30:00.000Z'],
    ['2026-03-01', '08:00', 'UTC', '2026-03-01T08:00:00.000Z'],
  ] as const)
    assert.equal(findInstant(day, time, zone)?.toISOString(), instant, `${day} ${time}`);
  assert.equal(findInstant('2011-12-30', '08:00', 'Pacific/Apia'), undefined);
});

test('an instant has the day that Intl shows, in every zone', () => {
  const instants = fc.date({
    min: new Date('1900-01-01T00:00:00Z'),
    max: new Date('2100-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.array(instants, { minLength: 1, maxLength: 5 }),
      (zone, dates) => {
        const shown = new Intl.DateTimeFormat('en-CA', {
          timeZone: zone,
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
        });
        for (const date of dates)
          assert.equal(toDay(date, zone), shown.format(date), `${zone} ${date.toISOString()}`);
      },
    ),
  );
});

test('the beginning of a day is of that day, and the instant before is not', () => {
  const days = fc.integer({ min: parseEpochDay('1990-01-01'), max: parseEpochDay('2100-01-01') });
  fc.assert(
    fc.property(fc.constantFrom(...zones), days, (zone, epochDay) => {
      const start = startOfDay(formatEpochDay(epochDay), zone)?.getTime();
      if (start === undefined) return;
      assert.equal(toEpochDay(start, zone), epochDay);
      assert.notEqual(toEpochDay(start - 1, zone), epochDay);
    }),
  );
});

test('days are counted from 1970 and written back', () => {
  assert.equal(parseEpochDay('1970-01-01'), 0);
  assert.equal(parseEpochDay('1900-01-01'), -25_567);
  assert.equal(formatEpochDay(20_513), '2026-03-01');
});

test('a zone that does not exist is refused', () => {
  assert.throws(() => toDay(new Date(), 'Mars/Olympus'), RangeError);
});
