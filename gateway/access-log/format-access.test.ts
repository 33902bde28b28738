import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { EndedAccess } from './access.ts';
import { formatAccess, formatAccessHeader } from './format-access.ts';
import { parseAccessLog } from './testing/read-access-log.ts';

const plain: EndedAccess = {
  id: '5b1',
  method: 'POST',
  path: '/graphql',
  clientAddress: '192.0.2.7',
  beganAtMs: 0,
  endedAt: new Date('2026-11-30T13:14:15.016Z'),
  tookMs: 12.3456,
  status: 200,
  bytes: 321,
  subject: 'ada',
  clientId: 'page',
  transport: 'http',
  operationType: 'query',
  operationName: 'Books',
  documentHash: 'abc',
  cost: 7,
};

const header = formatAccessHeader(new Date('2026-11-30T00:00:00Z'), 1);

test('a line has the fields that the header names, with times in UTC', () => {
  assert.deepEqual(parseAccessLog(header + formatAccess(plain)), [
    {
      date: '2026-11-30',
      time: '13:14:15.016',
      'time-taken': '0.012',
      'c-ip': '192.0.2.7',
      'cs-username': 'ada',
      'x-client': 'page',
      'x-request-id': '5b1',
      'cs-method': 'POST',
      'cs-uri-stem': '/graphql',
      'sc-status': '200',
      'sc-bytes': '321',
      'x-transport': 'http',
      'x-operation-type': 'query',
      'x-operation-name': 'Books',
      'x-document-hash': 'abc',
      'x-cost': '7',
      'x-code': '-',
      'x-ending': 'whole',
    },
  ]);
});

test('the header names version, time and fields, and the share of a sample', () => {
  assert.match(
    header,
    /^#Version: 1\.0\n#Date: 2026-11-30 00:00:00\n#Fields: date time time-taken [^\n]+\n$/,
  );
  assert.match(formatAccessHeader(new Date(), 0.1), /\n#Remark: [^\n]+ 0\.1 is written\n#Fields: /);
});

test('no value from outside ends a line or a field, and each can be read back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const line = formatAccess({ ...plain, subject: text, operationName: text, path: `/${text}` });
      assert.match(line, /^[ -~]+\n$/);
      const [read] = parseAccessLog(header + line);
      const expected = text === '' ? '-' : text.toWellFormed();
      assert.equal(decodeURIComponent(read?.['x-operation-name'] ?? ''), expected);
      assert.equal(decodeURIComponent(read?.['cs-username'] ?? ''), expected);
    }),
  );
});

test('a forged line stays within its field', () => {
  const forged = 'x\n2026-11-30 13:14:15.016 0.001 192.0.2.7 admin';
  const lines = parseAccessLog(header + formatAccess({ ...plain, operationName: forged }));
  assert.equal(lines.length, 1);
  assert.equal(lines[0]?.['x-operation-name']?.startsWith('x%0A2026-11-30%2013'), true);
});

test('a value is cut after 500 characters', () => {
  const line = formatAccess({ ...plain, operationName: 'a'.repeat(10_000) });
  assert.match(line, / a{500}%E2%80%A6 /);
});

test('a dash of its own is told from an absent value', () => {
  const [line] = parseAccessLog(header + formatAccess({ ...plain, subject: '-', clientId: undefined }));
  assert.equal(line?.['cs-username'], '%2D');
  assert.equal(line?.['x-client'], '-');
});
