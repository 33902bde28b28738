import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSubjectKey } from './subject-key.ts';

test('the same subject of two issuers has two keys', () => {
  const [one, other] = ['https://one.test', 'https://other.test'];
  assert.equal(toSubjectKey({ issuer: one, subject: 's' }), 'https://one.test s');
  assert.notEqual(toSubjectKey({ issuer: one, subject: 's' }), toSubjectKey({ issuer: other, subject: 's' }));
});
