import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatEpochDay } from '#schema/calendar/day.ts';
import { createDateReader, type DateSettings } from './date-cell.ts';
import { isDateForm } from './date-form.ts';

const iso: DateSettings = { forms: ['iso'], twice: 'earlier' };
const london: DateSettings = { forms: ['dd/MM/yyyy HH:mm'], timeZone: 'Europe/London', twice: 'earlier' };

const read = (settings: DateSettings, text: string) => {
  const reader = createDateReader(settings, 'UTC');
  const time = reader.read(text);
  return time === undefined ? reader.explain(text).code : new Date(time.instantMs).toISOString();
};

/** Reads instants in milliseconds, and NaN for other texts. */
const instantsOf = (settings: DateSettings) => {
  const reader = createDateReader(settings, 'UTC');
  return (text: string) => reader.read(text)?.instantMs ?? Number.NaN;
};

/** The day of a text as ISO 8601 writes it. */
const dayOf = (settings: DateSettings, sellerZone: string, text: string) => {
  const reader = createDateReader(settings, sellerZone);
  const time = reader.read(text);
  return time === undefined ? reader.explain(text).code : formatEpochDay(time.day);
};

const instants = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.getTime());

test('reads every instant that JavaScript writes', () => {
  const readMs = instantsOf(iso);
  fc.assert(fc.property(instants, (ms) => assert.equal(readMs(new Date(ms).toISOString()), ms)));
});

test('reads RFC 3339 with any offset and any fraction', () => {
  const readMs = instantsOf(iso);
  const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
  fc.assert(
    fc.property(instants, offsets, fc.constantFrom('', '.5', '.123456789'), (ms, offset, fraction) => {
      fc.pre(ms > Date.UTC(1900, 0, 3) && ms < Date.UTC(2999, 11, 29));
      const local = new Date(ms + offset * 60_000).toISOString().slice(0, 19);
      const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
      const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
      const text = `${local}${fraction}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
      assert.equal(readMs(text), Date.parse(text), text);
      assert.equal(readMs(text.replace(/:(\d\d)$/, '$1')), Date.parse(text), text);
    }),
  );
});

test('a local time of a zone is the instant at which its clocks show it', () => {
  const zones = [
    'Europe/London',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
  ];
  const form = 'yyyy-MM-dd HH:mm:ss';
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(1975, 0) / 1_000, max: Date.UTC(2035, 0) / 1_000 }),
      (timeZone, seconds) => {
        const shown = new Intl.DateTimeFormat('sv-SE', {
          timeZone,
          dateStyle: 'short',
          timeStyle: 'medium',
        }).format(seconds * 1_000);
        const [earlier, later] = (['earlier', 'later'] as const).map((twice) =>
          instantsOf({ forms: [form], timeZone, twice })(shown),
        );
        assert.ok(earlier === seconds * 1_000 || later === seconds * 1_000, `${timeZone} ${shown}`);
      },
    ),
    { numRuns: 100 },
  );
});

test('British summer time ends: a time that clocks showed twice is the earlier one, or the one that the mapping chooses', () => {
  assert.equal(read(london, '31/10/2010 00:59'), '2010-10-30T23:59:00.000Z');
  assert.equal(read(london, '31/10/2010 01:30'), '2010-10-31T00:30:00.000Z');
  assert.equal(read({ ...london, twice: 'later' }, '31/10/2010 01:30'), '2010-10-31T01:30:00.000Z');
  assert.equal(read({ ...london, twice: 'reject' }, '31/10/2010 01:30'), 'DATE_AMBIGUOUS');
  assert.equal(read({ ...london, twice: 'reject' }, '31/10/2010 02:00'), '2010-10-31T02:00:00.000Z');
});

test('British summer time begins: a time that clocks skipped is refused', () => {
  assert.equal(read(london, '28/03/2010 00:59'), '2010-03-28T00:59:00.000Z');
  assert.equal(read(london, '28/03/2010 01:00'), 'DATE_SKIPPED');
  assert.equal(read(london, '28/03/2010 01:59'), 'DATE_SKIPPED');
  assert.equal(read(london, '28/03/2010 02:00'), '2010-03-28T01:00:00.000Z');
});

test('a whole day that a zone skipped does not exist there', () => {
  const apia: DateSettings = { forms: ['yyyy-MM-dd HH:mm'], timeZone: 'Pacific/Apia', twice: 'earlier' };
  assert.equal(read(apia, '2011-12-30 12:00'), 'DATE_SKIPPED');
  assert.equal(read(apia, '2011-12-31 12:00'), '2011-12-30T22:00:00.000Z');
});

test('reads the forms that mappings name', () => {
  const utc = (form: string, text: string) =>
    read({ forms: [form], timeZone: 'UTC', twice: 'earlier' }, text);
  assert.equal(utc('d.M.yyyy', '1.2.2026'), '2026-02-01T00:00:00.000Z');
  assert.equal(utc('MM/dd/yyyy hh:mm a', '12/31/2025 12:05 AM'), '2025-12-31T00:05:00.000Z');
  assert.equal(utc('M/d/yyyy h:mm a', '1/2/2026 1:05 p.m.'), '2026-01-02T13:05:00.000Z');
  assert.equal(utc('yyyyMMddTHHmmss.SSS', '20260301T093000.250'), '2026-03-01T09:30:00.250Z');
  assert.equal(utc('yyyy-MM-dd HH:mmXXX', '2026-03-01 09:30+02:00'), '2026-03-01T07:30:00.000Z');
  assert.equal(utc('iso', '2026-03-01'), '2026-03-01T00:00:00.000Z');
  assert.equal(utc('iso', '2026-03-01 09:30'), '2026-03-01T09:30:00.000Z');
});

const utcOf = (form: string, language?: string) =>
  instantsOf({ forms: [form], language, timeZone: 'UTC', twice: 'earlier' });
const inUtc = (language: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options });

test('reads months by name as JavaScript and CLDR write them, in large and small letters', () => {
  const [short, british, long] = ['dd MMM yyyy HH:mm:ss', 'd MMM yyyy', 'MMMM d, yyyy'].map((form) =>
    utcOf(form),
  );
  const toBritish = inUtc('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
  const toLong = inUtc('en-US', { dateStyle: 'long' });
  const cases = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => text.toLowerCase(),
  );
  fc.assert(
    fc.property(instants, cases, (ms, inCase) => {
      const date = new Date(ms);
      const dayMs = Date.parse(`${date.toISOString().slice(0, 10)}T00:00:00Z`);
      assert.equal(short?.(inCase(date.toUTCString().slice(5, 25))), Math.floor(ms / 1_000) * 1_000);
      assert.equal(british?.(inCase(toBritish.format(date))), dayMs);
      assert.equal(long?.(inCase(toLong.format(date))), dayMs);
    }),
  );
});

test('a year of two digits is one from 1969 to 2068', () => {
  const readShort = utcOf('dd/MM/yy');
  const toShort = inUtc('en-GB', { day: '2-digit', month: '2-digit', year: '2-digit' });
  const days = fc.integer({ min: Date.UTC(1969, 0) / 86_400_000, max: Date.UTC(2069, 0) / 86_400_000 - 1 });
  fc.assert(
    fc.property(days, (day) => assert.equal(readShort(toShort.format(day * 86_400_000)), day * 86_400_000)),
  );
  assert.equal(readShort('01/01/69'), Date.UTC(1969, 0));
  assert.equal(readShort('31/12/68'), Date.UTC(2068, 11, 31));
  assert.equal(utcOf('dd-MMM-yy')('01-Dec-10'), Date.UTC(2010, 11));
  assert.equal(utcOf('ddMMMyy HH:mm')('29FEB00 08:26'), Date.UTC(2000, 1, 29, 8, 26));
});

test('a month or year is read only in the width of the form', () => {
  for (const [form, text] of [
    ['d MMM yyyy', '1 December 2010'],
    ['d MMMM yyyy', '1 Dec 2010'],
    ['d MMM yyyy', '1 12 2010'],
    ['d MMM yyyy', '1 Déc 2010'],
    ['d MMM yyyy', '1 Dec 10'],
    ['dd/MM/yy', '01/12/2010'],
    ['d MMM yyyy', '31 Nov 2010'],
  ] as const) {
    assert.ok(Number.isNaN(utcOf(form)(text)), `${form} ${text}`);
  }
});

test('days and times that do not exist are refused', () => {
  for (const text of ['29/02/2010 08:00', '31/04/2010 08:00', '00/01/2010 08:00', '01/13/2010 08:00']) {
    assert.equal(read(london, text), 'NOT_A_DATE', text);
  }
  for (const text of ['01/01/2010 24:00', '01/01/2010 08:60', '1/1/2010 08:00', '01/01/10 08:00', '']) {
    assert.equal(read(london, text), 'NOT_A_DATE', text);
  }
  assert.equal(read(london, '29/02/2012 08:00'), '2012-02-29T08:00:00.000Z');
  for (const text of ['2026-02-29T00:00:00.000Z', '2026-01-01T24:00:00.000Z', '2026-01-01T00:00:60.000Z']) {
    assert.equal(read(iso, text), 'NOT_A_DATE', text);
  }
});

test('a time without an offset is refused if no zone is given, and so is a year that is a typing error', () => {
  assert.equal(read(iso, '2026-03-01T09:30:00'), 'DATE_WITHOUT_OFFSET');
  assert.equal(read(iso, '2026-03-01'), 'DATE_WITHOUT_OFFSET');
  assert.equal(read(iso, '0226-03-01T09:30:00.000Z'), 'DATE_OUT_OF_RANGE');
  assert.equal(read(iso, '3026-03-01T09:30:00.000Z'), 'DATE_OUT_OF_RANGE');
});

test('a text that two forms read differently is refused', () => {
  const both: DateSettings = { forms: ['dd/MM/yyyy', 'MM/dd/yyyy'], timeZone: 'UTC', twice: 'earlier' };
  assert.equal(read(both, '01/02/2026'), 'DATE_AMBIGUOUS');
  assert.equal(read(both, '02/02/2026'), '2026-02-02T00:00:00.000Z');
  assert.equal(read(both, '31/01/2026'), '2026-01-31T00:00:00.000Z');
  assert.equal(read(both, '01/31/2026'), '2026-01-31T00:00:00.000Z');
});

test('a day in a file stays that day in every zone, and begins with its first instant there', () => {
  const paris: DateSettings = { forms: ['dd/MM/yyyy', 'iso'], timeZone: 'Europe/Paris', twice: 'earlier' };
  for (const sellerZone of ['UTC', 'Europe/Paris', 'Pacific/Kiritimati', 'America/Los_Angeles']) {
    assert.equal(dayOf(paris, sellerZone, '01/01/2026'), '2026-01-01');
    assert.equal(dayOf(paris, sellerZone, '01/07/2026'), '2026-07-01');
    assert.equal(dayOf(paris, sellerZone, '2026-01-01'), '2026-01-01');
    assert.equal(dayOf(paris, sellerZone, '2026-01-01 00:30'), '2026-01-01');
  }
  assert.equal(read(paris, '01/01/2026'), '2025-12-31T23:00:00.000Z');
});

test('a day without midnight is loaded, and a day that does not exist is refused', () => {
  const cairo: DateSettings = { forms: ['dd/MM/yyyy'], timeZone: 'Africa/Cairo', twice: 'earlier' };
  assert.equal(dayOf(cairo, 'UTC', '25/04/2025'), '2025-04-25');
  assert.equal(read(cairo, '25/04/2025'), '2025-04-24T22:00:00.000Z');
  const apia: DateSettings = { ...cairo, timeZone: 'Pacific/Apia' };
  assert.equal(dayOf(apia, 'UTC', '30/12/2011'), 'DATE_SKIPPED');
  assert.equal(dayOf(apia, 'UTC', '31/12/2011'), '2011-12-31');
  // Its midnight came twice; a day is still one day.
  const havana: DateSettings = { forms: ['iso'], timeZone: 'America/Havana', twice: 'reject' };
  assert.equal(dayOf(havana, 'UTC', '2025-11-02'), '2025-11-02');
  assert.equal(read(havana, '2025-11-02'), '2025-11-02T04:00:00.000Z');
});

test("an instant has the seller's day", () => {
  assert.equal(dayOf(iso, 'UTC', '2025-12-31T23:30:00Z'), '2025-12-31');
  assert.equal(dayOf(iso, 'Europe/Paris', '2025-12-31T23:30:00Z'), '2026-01-01');
  assert.equal(dayOf(iso, 'Europe/Paris', '2025-12-31T23:30:00.000Z'), '2026-01-01');
  assert.equal(dayOf(iso, 'America/New_York', '2026-01-01T00:30:00+01:00'), '2025-12-31');
  const epoch: DateSettings = { forms: ['epoch-seconds'], twice: 'earlier' };
  assert.equal(dayOf(epoch, 'Asia/Tokyo', '1772377200'), '2026-03-02');
});

test('reads serial days of Excel in both systems, without the day that did not exist', () => {
  const [excel, mac] = ['excel-1900', 'excel-1904'].map((form) => utcOf(form));
  assert.equal(excel?.('46082'), Date.UTC(2026, 2, 1));
  assert.equal(excel?.('46082.3958333333'), Date.UTC(2026, 2, 1, 9, 30));
  assert.equal(excel?.('46082,5'), Date.UTC(2026, 2, 1, 12));
  assert.equal(excel?.('1'), Date.UTC(1900, 0, 1));
  assert.equal(excel?.('59'), Date.UTC(1900, 1, 28));
  assert.equal(excel?.('61'), Date.UTC(1900, 2, 1));
  for (const text of ['0', '60', '-1', '1772357400', '46082.', '4.6E4', ''])
    assert.ok(Number.isNaN(excel?.(text)), text);
  assert.equal(mac?.('0'), Date.UTC(1904, 0, 1));
  assert.equal(mac?.('44620'), Date.UTC(2026, 2, 1));
  const serial: DateSettings = { forms: ['excel-1900'], timeZone: 'America/New_York', twice: 'earlier' };
  assert.equal(dayOf(serial, 'UTC', '46082'), '2026-03-01');
});

test('reads seconds and milliseconds since 1970, distinguished from each other and from serial days by their digits', () => {
  assert.equal(utcOf('epoch-seconds')('1772357400'), Date.UTC(2026, 2, 1, 9, 30));
  assert.equal(utcOf('epoch-seconds')('1772357400.25'), Date.UTC(2026, 2, 1, 9, 30, 0, 250));
  assert.equal(utcOf('epoch-milliseconds')('1772357400000'), Date.UTC(2026, 2, 1, 9, 30));
  assert.equal(read({ ...iso, forms: ['epoch-seconds'] }, '1772357400000'), 'NOT_A_DATE');
  const all: DateSettings = {
    forms: ['iso', 'excel-1900', 'epoch-seconds', 'epoch-milliseconds'],
    timeZone: 'UTC',
    twice: 'earlier',
  };
  for (const [text, expected] of [
    ['46082', '2026-03-01T00:00:00.000Z'],
    ['1772357400', '2026-03-01T09:30:00.000Z'],
    ['1772357400000', '2026-03-01T09:30:00.000Z'],
    ['20260301', 'NOT_A_DATE'],
  ] as const) {
    assert.equal(read(all, text), expected);
  }
  const systems: DateSettings = { forms: ['excel-1900', 'excel-1904'], timeZone: 'UTC', twice: 'earlier' };
  assert.equal(read(systems, '46082'), 'DATE_AMBIGUOUS');
});

test('reads offsets with a colon, without one, and in hours, as the form says', () => {
  const at = Date.UTC(2026, 2, 1, 8, 30);
  assert.equal(utcOf('iso')('2026-03-01T09:30:00+0100'), at);
  assert.equal(utcOf('yyyy-MM-dd HH:mm:ss XX')('2026-03-01 09:30:00 +0100'), at);
  assert.equal(utcOf('yyyy-MM-dd HH:mm:ssX')('2026-03-01 09:30:00+01'), at);
  assert.equal(utcOf('yyyy-MM-dd HH:mm:ssXXX')('2026-03-01 09:30:00+01:00'), at);
  for (const [form, text] of [
    ['yyyy-MM-dd HH:mmXXX', '2026-03-01 09:30+0100'],
    ['yyyy-MM-dd HH:mmXX', '2026-03-01 09:30+01:00'],
    ['iso', '2026-03-01T09:30:00+2500'],
    ['iso', '2026-03-01T09:30:00+01'],
  ] as const) {
    assert.ok(Number.isNaN(utcOf(form)(text)), text);
  }
});

test('reads months as Intl writes them in other languages, with and without dots and accents', () => {
  const day = Date.UTC(2026, 2, 1);
  assert.equal(utcOf('d. MMMM yyyy', 'de')('1. März 2026'), day);
  assert.equal(utcOf('d. MMM yyyy', 'de')('1. Mrz 2026'), day);
  assert.equal(utcOf('d MMM yyyy', 'fr')('1 févr. 2026'), Date.UTC(2026, 1, 1));
  assert.equal(utcOf('d MMM yyyy', 'fr')('1 FEVR 2026'), Date.UTC(2026, 1, 1));
  assert.equal(utcOf("d 'de' MMMM 'de' yyyy", 'es')('1 de marzo de 2026'), day);
  assert.equal(utcOf('d MMMM yyyy', 'pl')('1 marca 2026'), day);
  assert.equal(utcOf('yyyy年M月d日')('2026年3月1日'), day);
  for (const text of ['1 jui 2026', '1 Mars. 2026 ', '1 marzo 2026']) {
    assert.ok(Number.isNaN(utcOf('d MMM yyyy', 'fr')(text)), text);
  }
  const languages = [
    'en',
    'de',
    'fr',
    'es',
    'it',
    'nl',
    'pt',
    'da',
    'sv',
    'nb',
    'fi',
    'pl',
    'cs',
    'hu',
    'ru',
    'tr',
    'el',
  ];
  for (const language of languages) {
    for (let month = 0; month < 12; month++) {
      const parts = inUtc(language, { day: 'numeric', month: 'long', year: 'numeric' }).formatToParts(
        Date.UTC(2026, month, 15),
      );
      const name = parts.find(({ type }) => type === 'month')?.value;
      assert.equal(
        utcOf('d MMMM yyyy', language)(`15 ${name} 2026`),
        Date.UTC(2026, month, 15),
        `${language} ${name}`,
      );
    }
  }
});

test('a wrong text does not get the value of the right one read before it', () => {
  const readMs = instantsOf(iso);
  assert.ok(!Number.isNaN(readMs('2026-03-01T09:30:00.000Z')));
  assert.ok(Number.isNaN(readMs('2026-03-01T09:30:00.00Z0')));
  assert.ok(Number.isNaN(readMs('')));
});

test('a form needs year, month and day once each, and hours before minutes', () => {
  for (const form of [
    'iso',
    'dd/MM/yyyy',
    'yyyyMMdd',
    'd.M.yyyy H:mm:ss',
    'M/d/yyyy h:mm a',
    'dd-MMM-yy',
    'MMMM d, yyyy',
  ]) {
    assert.ok(isDateForm(form), form);
  }
  for (const form of [
    '',
    'dd/MM',
    'dd/MM/y',
    'dd/MM/yyy',
    'dd/MMMMM/yyyy',
    'dd/MM/yy yyyy',
    'dd MM MMM yyyy',
    'dd/dd/yyyy',
    'yyyy-MM-dd mm',
    'yyyy-MM-dd h',
    'yyyy-MM-dd HH a',
    'Q yyyy MM dd',
  ]) {
    assert.ok(!isDateForm(form), form);
  }
});
