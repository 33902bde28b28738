import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeRejectedDates } from './describe-rejected-dates.ts';

const describe = (forms: string[], ...cells: string[]) =>
  describeRejectedDates(cells, { forms, language: 'en' });

test('days above 12 in the place of the month show that day and month are swapped', () => {
  assert.equal(
    describe(['dd/MM/yyyy'], '03/13/2026', '12/31/2026'),
    'The dates look like MM/dd/yyyy, for example "03/13/2026"; the mapping reads dd/MM/yyyy (dates.forms). Day and month are swapped, also in the rows that could be read.',
  );
  assert.match(describe(['MM/dd/yyyy'], '13/03/2026') ?? '', /look like dd\/MM\/yyyy.*swapped/);
  assert.match(describe(['d/M/yyyy H:mm'], '3/13/2026 9:30') ?? '', /look like M\/d\/yyyy H:mm,.*swapped/);
});

test('another form is named, without a claim about rows that could be read', () => {
  const text = describe(['dd/MM/yyyy'], '2026-03-13', '2026-03-14') ?? '';
  assert.match(text, /look like iso/);
  assert.doesNotMatch(text, /swapped/);
  assert.match(describe(['iso'], '13 Mar 2026') ?? '', /look like dd MMM yyyy/);
});

test('numbers of recent years are named by the unit that they count', () => {
  assert.match(describe(['dd/MM/yyyy'], '46082', '46083') ?? '', /look like excel-1900, for example "46082"/);
  assert.match(describe(['iso'], '1772357400') ?? '', /look like epoch-seconds/);
  assert.match(describe(['iso'], '1772357400000') ?? '', /look like epoch-milliseconds/);
  assert.equal(describe(['iso'], '17', '123456789012345'), undefined);
});

test('texts of no known form, or of many forms, give no description', () => {
  assert.equal(describe(['dd/MM/yyyy'], 'soon', 'n/a'), undefined);
  assert.equal(describe(['dd/MM/yyyy'], '03/13/2026', '2026-03-13', '13.3.26'), undefined);
  assert.equal(describe(['dd/MM/yyyy']), undefined);
});
