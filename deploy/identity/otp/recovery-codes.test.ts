import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecoveryCodes, spendRecoveryCode } from './recovery-codes.ts';

test('each code is good once, however it is typed; what is kept does not tell it', () => {
  const { texts, codes } = createRecoveryCodes();
  assert.equal(new Set(texts).size, 12);
  const [first = '', second = ''] = texts;
  assert.match(first, /^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/);
  assert.ok(!JSON.stringify(codes).includes(first.replaceAll('-', '')));
  const left = spendRecoveryCode(codes, ` ${first.toLowerCase().replaceAll('-', ' ')} `);
  assert.equal(left?.hashes.length, 11);
  assert.equal(spendRecoveryCode(left, first), undefined);
  assert.ok(spendRecoveryCode(left, second));
  assert.equal(spendRecoveryCode(codes, 'AAAA-AAAA-AAAA-AAAA'), undefined);
});
