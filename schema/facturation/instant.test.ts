import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseInstant } from './instant.ts';

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const secondsOfDay = 86_400;
const daysBefore1970 = toDays(1970, 1, 1);

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysIn(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (monthDays[month - 1] ?? 0);
}

/** Days since the first of the year 0. */
function toDays(year: number, month: number, day: number): number {
  const leapYears = Math.ceil(year / 4) - Math.ceil(year / 100) + Math.ceil(year / 400);
  const months = Array.from({ length: month - 1 }, (_, before) => daysIn(year, before + 1));
  return 365 * year + leapYears + months.reduce((sum, days) => sum + days, 0) + day - 1;
}

/** RFC 3339, section 5.6, with big letters, at most nine decimals and no leap second; by nothing that knows of dates. */
function readInstant(text: string): number | undefined {
  const form =
    /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})([.][0-9]{1,9})?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/;
  const [all, year, month, day, hour, minute, second, fraction, sign, aheadHours, aheadMinutes] =
    form.exec(text) ?? [];
  if (all === undefined) return undefined;
  const limits = [
    [month, 1, 12],
    [day, 1, daysIn(Number(year), Number(month))],
    [hour, 0, 23],
    [minute, 0, 59],
    [second, 0, 59],
    [aheadHours ?? 0, 0, 23],
    [aheadMinutes ?? 0, 0, 59],
  ].map((limit) => limit.map(Number));
  if (!limits.every(([value = -1, least = 0, most = -1]) => value >= least && value <= most))
    return undefined;
  const days = toDays(Number(year), Number(month), Number(day)) - daysBefore1970;
  const ahead = (sign === '-' ? -60 : 60) * (Number(aheadHours ?? 0) * 60 + Number(aheadMinutes ?? 0));
  const seconds = days * secondsOfDay + Number(hour) * 3_600 + Number(minute) * 60 + Number(second) - ahead;
  return seconds * 1_000 + Math.floor(Number((fraction ?? '.0').slice(1).padEnd(9, '0')) / 1_000_000);
}

const number = (digits: number, max: number, ...favourites: number[]) =>
  fc.oneof(fc.constantFrom(...favourites), fc.nat(max)).map((value) => String(value).padStart(digits, '0'));
const date = fc
  .tuple(
    number(4, 9_999, 1969, 1970, 2000, 2024, 2026, 1900, 0),
    number(2, 14, 2, 4, 12, 13, 0),
    number(2, 33, 28, 29, 30, 31, 0, 1),
  )
  .map((parts) => parts.join('-'));
const time = fc
  .tuple(number(2, 26, 0, 23, 24), number(2, 61, 0, 59, 60), number(2, 61, 0, 59, 60))
  .map((parts) => parts.join(':'));
const fraction = fc.oneof(
  number(3, 999, 0, 999).map((digits) => `.${digits}`),
  fc.stringMatching(/^[.][0-9]{0,10}$/),
  fc.constantFrom('', ',000', '.+12', '.-12', '. 12', '.1e3'),
);
const offset = fc.oneof(
  fc.constant('Z'),
  fc.constantFrom('', 'z', '+00:00', '-00:00', '+0100', '+24:00', '+23:59', '-23:60', '+02:00'),
);
const almost = fc.tuple(date, fc.constantFrom('T', 'T', 'T', ' ', 't'), time, fraction, offset);
/** Characters that a careless reader takes for a digit, or ignores. */
const odd = fc.constantFrom(
  '+',
  '-',
  ' ',
  '\t',
  '\n',
  '\0',
  '٣',
  '३',
  '３',
  '𝟛',
  '²',
  '/',
  ':',
  'e',
  'x',
  '0',
  '9',
);
const broken = fc.tuple(almost, fc.nat(30), odd, fc.boolean()).map(([parts, at, letter, isInserted]) => {
  const text = parts.join('');
  return text.slice(0, at) + letter + text.slice(isInserted ? at : at + 1);
});
const texts = fc.oneof(
  { weight: 4, arbitrary: almost.map((parts) => parts.join('')) },
  { weight: 2, arbitrary: broken },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
);

test('an instant is read as RFC 3339 has it, and what is none is not, whatever was read before', () => {
  // Some at a time: texts of one day go by another way than the first of them.
  const day = fc.tuple(date, fc.array(fc.tuple(time, fraction, offset), { maxLength: 4 }));
  const ofOneDay = day.map(([text, times]) => times.map((parts) => `${text}T${parts.join('')}`));
  fc.assert(
    fc.property(fc.array(texts), ofOneDay, (some, same) => {
      for (const text of [...some, ...same])
        assert.equal(parseInstant(text), readInstant(text), JSON.stringify(text));
    }),
    { numRuns: 2_000 },
  );
});

test('every millisecond that a Date can write is read back', () => {
  const dates = fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(dates, (written) => {
      assert.equal(parseInstant(written.toISOString()), written.getTime());
    }),
    { numRuns: 2_000 },
  );
});

for (const wrong of [
  '2026-02-30T00:00:00.000Z',
  '2026-02-29T00:00:00.000Z',
  '1900-02-29T00:00:00.000Z',
  '2026-03-01T24:00:00.000Z',
  '2026-03-01T24:00:00Z',
  '2026-06-30T23:59:60.000Z',
  '+026-03-01T09:30:00.000Z',
  '2026-03-01T09:30:0-.000Z',
  ' 026-03-01T09:30:00.000Z',
  '2026-03-01T09: 0:00.000Z',
  '٢٠٢٦-03-01T09:30:00.000Z',
  '2026-03-01T09:30:00.00３Z',
  '2026-03-01T09:30:00.000Z\n',
  '2026-03-01T09:30:00.000z',
]) {
  test(`${JSON.stringify(wrong)} is not an instant`, () => {
    assert.equal(parseInstant(wrong), undefined);
    // Nor after another time of its day.
    parseInstant(`${wrong.slice(0, 10)}T00:00:00.000Z`);
    assert.equal(parseInstant(wrong), undefined);
  });
}
