import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latencyBoundsMs, type UsagePeriod, type UsageReport, usageReportSchema } from './usage-report.ts';

const period: UsagePeriod = {
  hour: '2026-11-29T19:00:00Z',
  client: { name: 'shop', version: '' },
  operation: { hash: 'a'.repeat(64), name: null, type: 'query', text: '{ named { name } }' },
  count: 3,
  errors: 1,
  latency: [3, ...latencyBoundsMs.map(() => 0)],
  coordinates: { 'Query.named': 3, 'Named.name': 3 },
};
const report: UsageReport = {
  id: '018f4d2e-8a53-4f2b-9c3e-6d1f0b7a2c11',
  graphRef: 'shop@current',
  schemaHash: 'b'.repeat(64),
  periods: [period],
};

const isReport = (value: unknown) => usageReportSchema.safeParse(value).success;

test('a report is read as it was written', () => {
  assert.deepEqual(usageReportSchema.parse(JSON.parse(JSON.stringify(report))), report);
});

test('a report of another form is refused', () => {
  const withPeriod = (changes: object) => ({ ...report, periods: [{ ...period, ...changes }] });
  const wrong = [
    { ...report, id: 'x' },
    { ...report, periods: [] },
    withPeriod({ hour: '2026-11-29T19:30:00Z' }),
    withPeriod({ count: 0 }),
    withPeriod({ errors: -1 }),
    withPeriod({ latency: [1] }),
    withPeriod({ coordinates: { 'Query.named': 1.5 } }),
    withPeriod({ client: { name: 'x'.repeat(201), version: '' } }),
    withPeriod({ operation: { ...period.operation, hash: 'x' } }),
  ];
  assert.deepEqual(
    wrong.map(isReport),
    wrong.map(() => false),
  );
});
