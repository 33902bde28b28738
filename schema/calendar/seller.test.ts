import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { findIssueDateProblem, issueDateFields, toIssueDateLimits, toSeller } from './seller.ts';

const schema = z.object(issueDateFields);

const messagesOf = (variables: object) =>
  schema.safeParse(variables).error?.issues.map(({ message }) => message);

test('the seller counts days in UTC and issues nothing in the future unless told otherwise', () => {
  assert.deepEqual(toSeller(schema.parse({})), {
    timeZone: 'UTC',
    earliestIssueDate: '1900-01-01',
    issueDaysAhead: 0,
  });
  const given = {
    SELLER_TIME_ZONE: 'Europe/Paris',
    EARLIEST_ISSUE_DATE: '2026-01-01',
    ISSUE_DAYS_AHEAD: '7',
  };
  assert.deepEqual(toSeller(schema.parse(given)), {
    timeZone: 'Europe/Paris',
    earliestIssueDate: '2026-01-01',
    issueDaysAhead: 7,
  });
});

test('a variable with a wrong value is refused with what would be right', () => {
  assert.deepEqual(messagesOf({ SELLER_TIME_ZONE: 'Europe/Pariss' }), [
    'must be a time zone of the IANA database, for example Europe/Paris',
  ]);
  for (const day of ['2026-02-30', '1899-12-31', '01/01/2026']) {
    assert.deepEqual(messagesOf({ EARLIEST_ISSUE_DATE: day }), [
      'must be a day from 1900-01-01 on, such as 2026-01-01',
    ]);
  }
  for (const days of ['-1', '1.5', '3661']) {
    assert.deepEqual(messagesOf({ ISSUE_DAYS_AHEAD: days }), ['must be a whole number from 0 to 3660']);
  }
});

test('an issue date is not in a closed period and not further ahead than allowed; the problem names the bound', () => {
  const seller = { timeZone: 'Europe/Paris', earliestIssueDate: '2026-01-01', issueDaysAhead: 0 };
  const limits = toIssueDateLimits(seller, new Date('2026-02-28T23:30:00Z'));
  assert.equal(findIssueDateProblem('2026-01-01', limits), undefined);
  assert.equal(findIssueDateProblem('2026-03-01', limits), undefined);
  assert.match(findIssueDateProblem('2025-12-31', limits) ?? '', /must be 2026-01-01 or later/);
  assert.match(
    findIssueDateProblem('2026-03-02', limits) ?? '',
    /future: today is 2026-03-01 .* Europe\/Paris/,
  );
  const ahead = toIssueDateLimits({ ...seller, issueDaysAhead: 31 }, new Date('2026-02-28T23:30:00Z'));
  assert.equal(findIssueDateProblem('2026-04-01', ahead), undefined);
  assert.match(
    findIssueDateProblem('2026-04-02', ahead) ?? '',
    /must be 2026-04-01 or earlier: today is 2026-03-01/,
  );
});

test('a day that the clocks of the zone skipped is no issue date', () => {
  const limits = toIssueDateLimits(
    { timeZone: 'Pacific/Apia', earliestIssueDate: '1900-01-01', issueDaysAhead: 0 },
    new Date('2026-03-01T12:00:00Z'),
  );
  assert.match(findIssueDateProblem('2011-12-30', limits) ?? '', /Pacific\/Apia had no 2011-12-30/);
  for (const day of ['2011-12-29', '2011-12-31', '2024-02-29'])
    assert.equal(findIssueDateProblem(day, limits), undefined);
});
