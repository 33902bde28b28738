import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toInstanceKey } from './instance-key.ts';
import { createRequest } from './testing/test-jobs.ts';

const request = createRequest('a.csv');

test('neither the path of a file nor the order of keys makes another job', () => {
  const elsewhere = { ...request, file: { path: '/other/b.csv', bytes: 1_000 }, options: {}, skipLimit: 9 };
  assert.equal(toInstanceKey(elsewhere), toInstanceKey(request));
  const turned = { ...request, mapping: { separator: ',', name: 'facturation' } };
  assert.equal(toInstanceKey(turned), toInstanceKey(request));
});

test('other bytes, another target, mapping or parameter make another job', () => {
  const others = [
    { ...request, name: 'check' },
    { ...request, fileSha256: 'f'.repeat(64) },
    { ...request, target: 'billing.drafts' },
    { ...request, mapping: { name: 'facturation', separator: ';' } },
    { ...request, mapping: { name: 'facturation', separator: ',', columns: ['a', 'b'] } },
    { ...request, mapping: { name: 'facturation', separator: ',', columns: ['b', 'a'] } },
    { ...request, parameters: { run: '2' } },
  ];
  const keys = new Set([request, ...others].map(toInstanceKey));
  assert.equal(keys.size, others.length + 1);
});
