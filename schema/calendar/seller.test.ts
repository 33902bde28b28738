import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findIssueDateProblem, toIssueDateLimits } from './seller.ts';

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

test('a day that the clocks of the zone skipped is not an issue date', () => {
  const limits = toIssueDateLimits(
    { timeZone: 'Pacific/Apia', earliestIssueDate: '1900-01-01', issueDaysAhead: 0 },
    new Date('2026-03-01T12:00:00Z'),
  );
  assert.match(findIssueDateProblem('2011-12-30', limits) ?? '', /Pacific\/Apia had no 2011-12-30/);
  for (const day of ['2011-12-29', '2011-12-31', '2024-02-29'])
    assert.equal(findIssueDateProblem(day, limits), undefined);
});
