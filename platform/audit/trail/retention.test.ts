import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { auditTrailFields, usualAuditRetention } from './retention.ts';

const schema = z.object(auditTrailFields);
const read = (AUDIT_RETENTION?: string) => schema.parse({ AUDIT_RETENTION }).AUDIT_RETENTION;

test('without a rule everything is kept for ten years', () => {
  for (const text of [undefined, '', ' ']) assert.deepEqual(read(text), usualAuditRetention);
  assert.deepEqual(usualAuditRetention, { INFO: 3_653, NOTICE: 3_653, WARNING: 3_653 });
});

test('a rule is for all levels or names some of them', () => {
  assert.deepEqual(read('400'), { INFO: 400, NOTICE: 400, WARNING: 400 });
  assert.deepEqual(read('INFO=30, NOTICE = 36500'), { INFO: 30, NOTICE: 36_500, WARNING: 3_653 });
});

test('all that is wrong with a rule is told at once', () => {
  const { error } = schema.safeParse({ AUDIT_RETENTION: 'INFO=29,DEBUG=90,NOTICE=1.5,INFO=90' });
  assert.deepEqual(
    error?.issues.map(({ message }) => message),
    [
      'must have whole days from 30 to 36500, not "29"',
      'must name the levels INFO, NOTICE, WARNING, as INFO=365,NOTICE=1000, not "DEBUG"',
      'must have whole days from 30 to 36500, not "1.5"',
      'must name INFO once',
    ],
  );
});
