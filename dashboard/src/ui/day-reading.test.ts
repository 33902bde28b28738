import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDayText, readDayText } from './day-reading.ts';

for (const text of [
  '2026-03-01',
  '1/3/2026',
  '01.03.26',
  '01-03-2026',
  '1 3 26',
  '010326',
  '01032026',
  ' 1/3/26 ',
]) {
  test(`reads ${text} as the first of March 2026`, () => {
    assert.deepEqual(readDayText(text), { kind: 'day', day: '2026-03-01' });
  });
}

for (const text of [
  '31/2/2026',
  '29/2/2025',
  '1/13/2026',
  '13-2026-01',
  '1/3',
  'tomorrow',
  '2026-3',
  '1/3/202',
]) {
  test(`refuses ${text}`, () => {
    assert.deepEqual(readDayText(text), { kind: 'not-a-day' });
  });
}

test('knows leap years, and an empty text', () => {
  assert.deepEqual(readDayText('29/2/2028'), { kind: 'day', day: '2028-02-29' });
  assert.deepEqual(readDayText(' '), { kind: 'empty' });
});

test('a day stays the same in browsers west and east of UTC (crater #905)', () => {
  const before = process.env['TZ'];
  try {
    for (const zone of ['America/Los_Angeles', 'Pacific/Kiritimati']) {
      process.env['TZ'] = zone;
      for (const day of ['2026-01-01', '2026-12-31'])
        assert.deepEqual(readDayText(formatDayText(day, 'en-GB')), { kind: 'day', day }, zone);
    }
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
});

test('reads what it writes, in each language of the page', () => {
  for (const locale of ['en-GB', 'fr-FR']) {
    assert.equal(formatDayText('2026-12-03', locale), '03/12/2026');
    assert.deepEqual(readDayText(formatDayText('2026-12-03', locale)), { kind: 'day', day: '2026-12-03' });
  }
});
