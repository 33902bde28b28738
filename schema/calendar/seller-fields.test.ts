import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { issueDateFields, sellerFields, toSeller } from './seller-fields.ts';

const schema = z.object(sellerFields);

test('the seller counts days in UTC unless a zone is given', () => {
  assert.equal(schema.parse({}).SELLER_TIME_ZONE, 'UTC');
  assert.equal(schema.parse({ SELLER_TIME_ZONE: 'Europe/Paris' }).SELLER_TIME_ZONE, 'Europe/Paris');
});

test('a zone that is not known is refused with an example', () => {
  const { error } = schema.safeParse({ SELLER_TIME_ZONE: 'Europe/Pariss' });
  assert.equal(
    error?.issues[0]?.message,
    'must be a time zone of the IANA database, for example Europe/Paris',
  );
});

const issueDates = z.object(issueDateFields);

const messagesOf = (variables: object) =>
  issueDates.safeParse(variables).error?.issues.map(({ message }) => message);

test('the seller counts days in UTC and issues nothing in the future unless told otherwise', () => {
  assert.deepEqual(toSeller(issueDates.parse({})), {
    timeZone: 'UTC',
    earliestIssueDate: '1900-01-01',
    issueDaysAhead: 0,
  });
  const given = {
    SELLER_TIME_ZONE: 'Europe/Paris',
    EARLIEST_ISSUE_DATE: '2026-01-01',
    ISSUE_DAYS_AHEAD: '7',
  };
  assert.deepEqual(toSeller(issueDates.parse(given)), {
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
