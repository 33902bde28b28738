import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { countCodePoints, isBlank, isPlainText, normaliseText } from '#platform/text/plain-text.ts';
import { decodeMessage, encodeMessage } from './codec.ts';
import type { FacturationMessage } from './message.ts';

const message: FacturationMessage = {
  invoiceNumber: '2026-000042',
  customerName: 'Ærø Brød & Co, "Søn"',
  amountMinor: 123_450n,
  currency: 'EUR',
  issuedAt: '2026-03-01T09:30:00.000Z',
  customerId: '0195f3a0-0000-7000-8000-000000000001',
  issueDate: '2026-02-28',
};

const wire = {
  invoiceNumber: '1',
  customerName: 'Ada',
  amount: '1.00',
  currency: 'EUR',
  issuedAt: '2026-03-01T09:30:00Z',
};

const decode = (value: unknown) => decodeMessage(Buffer.from(JSON.stringify(value)));

test('a message is the same after its way over the wire', () => {
  const issuedAtMs = Date.UTC(2026, 2, 1, 9, 30);
  assert.deepEqual(decodeMessage(encodeMessage(message)), { kind: 'message', message, issuedAtMs });
});

test('any message that can be sent can be read', () => {
  const text = (maxLength: number) =>
    fc
      .string({ minLength: 1, maxLength, unit: 'grapheme' })
      .map(normaliseText)
      .filter((value) => isPlainText(value) && !isBlank(value) && countCodePoints(value) <= maxLength);
  const messages = fc.record(
    {
      invoiceNumber: text(64),
      customerName: text(500),
      amountMinor: fc.bigInt(-999_999_999_999_999n, 999_999_999_999_999n),
      currency: fc.constantFrom('EUR', 'JPY', 'BHD'),
      issuedAt: fc
        .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      customerId: text(64),
      issueDate: fc
        .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
      simulated: fc.constant(true as const),
    },
    { requiredKeys: ['invoiceNumber', 'customerName', 'amountMinor', 'currency', 'issuedAt'] },
  );
  fc.assert(
    fc.property(messages, (sent) => {
      const issuedAtMs = Date.parse(sent.issuedAt);
      assert.deepEqual(decodeMessage(encodeMessage(sent)), {
        kind: 'message',
        message: { ...sent },
        issuedAtMs,
      });
    }),
  );
});

test('texts of a message are read and written in their normal form', () => {
  const decomposed = { invoiceNumber: 'R\u00e9-1', customerName: 'Zo\u00eb Bjo\u0308rk' };
  const expected = { invoiceNumber: 'R\u00e9-1', customerName: 'Zo\u00eb Bj\u00f6rk' };
  const read = decode({ ...wire, ...decomposed, invoiceNumber: 'R\u200be\u0301-1' });
  assert.ok(read.kind === 'message');
  assert.deepEqual([read.message.invoiceNumber, read.message.customerName], Object.values(expected));
  const written = decodeMessage(encodeMessage({ ...message, ...decomposed }));
  assert.deepEqual(written.kind === 'message' && written.message.customerName, expected.customerName);
  assert.equal(decode({ ...wire, customerName: '\u202eadA' }).kind, 'invalid');
  assert.equal(decode({ ...wire, customerName: '\u200b' }).kind, 'invalid');
});

test('the amount on the wire is an exact decimal with all the decimals of its currency', () => {
  const amountIn = (currency: string, amountMinor: bigint) =>
    JSON.parse(Buffer.from(encodeMessage({ ...message, currency, amountMinor })).toString()).amount;
  assert.equal(amountIn('EUR', -5n), '-0.05');
  assert.equal(amountIn('JPY', 1234n), '1234');
  assert.equal(amountIn('BHD', 1n), '0.001');
});

test('members that are not known do not matter', () => {
  assert.equal(decode({ ...wire, language: 'da' }).kind, 'message');
});

test('all that is wrong is said at once', () => {
  const decoded = decode({
    invoiceNumber: '',
    amount: 1,
    currency: 'eur',
    issuedAt: 'today',
    customerId: null,
  });
  assert.equal(decoded.kind, 'invalid');
  assert.deepEqual(decoded.kind === 'invalid' && decoded.problems.map(({ path }) => path).toSorted(), [
    '/amount',
    '/currency',
    '/customerId',
    '/customerName',
    '/invoiceNumber',
    '/issuedAt',
  ]);
});

for (const [what, bytes] of Object.entries({
  'an empty record': '',
  'a JSON text cut off': '{"invoiceNumber": "1"',
  'a list': '[]',
  null: 'null',
  'a text': '"x"',
})) {
  test(`${what} is not a message`, () => {
    const decoded = decodeMessage(Buffer.from(bytes));
    assert.deepEqual(decoded.kind === 'invalid' && decoded.problems.map(({ path }) => path), ['']);
  });
}

test('bytes that are not UTF-8 are no message', () => {
  const bytes = Buffer.from(encodeMessage(message));
  bytes[bytes.indexOf('A')] = 0xff;
  bytes[30] = 0xff;
  assert.equal(decodeMessage(bytes).kind, 'invalid');
});

test('a message that nobody could read is not sent', () => {
  assert.throws(() => encodeMessage({ ...message, customerName: '' }), TypeError);
  assert.throws(() => encodeMessage({ ...message, currency: 'ZZZ' }), TypeError);
  assert.throws(() => encodeMessage({ ...message, amountMinor: 10n ** 18n }), TypeError);
});

test('lengths are counted in code points', () => {
  assert.equal(decode({ ...wire, invoiceNumber: '😀'.repeat(64) }).kind, 'message');
  assert.equal(decode({ ...wire, invoiceNumber: '😀'.repeat(65) }).kind, 'invalid');
});

/** For each member, values that the codec and the JSON Schema must judge alike. */
const samples: Record<string, unknown[]> = {
  invoiceNumber: [
    '1',
    'x'.repeat(64),
    'x'.repeat(65),
    '😀'.repeat(64),
    '😀'.repeat(65),
    '',
    'a\nb',

    1,
    null,
  ],
  customerName: [
    'Ada',
    'x'.repeat(500),
    'x'.repeat(501),
    '',
    'a\u0000b',
    'a\u2028b',
    'a\u202eb',
    'a\u2066b',
    {},
    undefined,
  ],
  amount: [
    '0',
    '-0.00',
    '1.5',
    '12.34',
    '1e3',
    '+1',
    '1.',
    '.5',
    ' 1',
    '1,5',
    '123456789012345',
    '1234567890123456',
    1,
  ],
  currency: ['EUR', 'JPY', 'eur', 'EU', 'EURO', '', 978, null],
  issuedAt: [
    '2026-03-01T09:30:00Z',
    '2026-03-01T09:30:00.123456789+02:00',
    '2026-03-01T24:00:00Z',
    '2026-03-01T09:30Z',
    '2026-03-01',
    '2026-03-01T09:30:00',
    '2026-03-01 09:30:00Z',
    1,
  ],
  customerId: [undefined, 'c', '', 'x'.repeat(64), 'x'.repeat(65), null, 5],
  issueDate: [
    undefined,
    '2026-03-01',
    '0000-03-01',
    '26-03-01',
    '2026-3-1',
    '2026-03-01T00:00:00Z',
    '',
    1,
    null,
  ],
  simulated: [undefined, true, false, 'true', 1, null],
};

test('the codec judges as the JSON Schema does', async () => {
  const file = await readFile(new URL('facturation.schema.json', import.meta.url), 'utf8');
  const schema = z.fromJSONSchema(JSON.parse(file));
  for (const [member, values] of Object.entries(samples)) {
    for (const value of values) {
      const sample: unknown = JSON.parse(
        JSON.stringify({ ...wire, currency: 'EUR', amount: '1', [member]: value }),
      );
      assert.equal(
        decode(sample).kind === 'message',
        schema.safeParse(sample).success,
        `${member}: ${JSON.stringify(value)}`,
      );
    }
  }
});

test('the codec refuses what a JSON Schema cannot know', () => {
  for (const wrong of [
    { customerName: 'a\ud800' },
    { currency: 'XAU' },
    { currency: 'ZZZ' },
    { amount: '1.001' },
    { currency: 'JPY', amount: '1.50' },
    { issuedAt: '2026-02-30T00:00:00Z' },
    { issuedAt: '2026-13-01T00:00:00Z' },
    { issuedAt: '2026-03-01T25:00:00Z' },
    { issueDate: '2026-02-29' },
    { issueDate: '2026-13-01' },
  ]) {
    assert.equal(decode({ ...wire, ...wrong }).kind, 'invalid', JSON.stringify(wrong));
  }
});

/** Messages as releases wrote them, which stay in logs for as long as these keep them. */
const golden = {
  'the first release, from billing':
    '{"invoiceNumber":"2026-000042","customerName":"Ada","amount":"1234.50","currency":"EUR","issuedAt":"2026-03-01T09:30:00.000Z","customerId":"c-1"}',
  'the first release, from the simulator':
    '{"invoiceNumber":"SIM-000001","customerName":"Ada","amount":"6.02","currency":"EUR","issuedAt":"2026-03-01T09:30:00.000Z"}',
  'now, from billing':
    '{"invoiceNumber":"2026-000042","customerName":"Ada","amount":"1234.50","currency":"EUR","issuedAt":"2026-03-01T09:30:00.000Z","customerId":"c-1","issueDate":"2026-02-28"}',
  'now, from the simulator':
    '{"invoiceNumber":"SIM-000001","customerName":"Ada","amount":"6.02","currency":"EUR","issuedAt":"2026-03-01T09:30:00.000Z","issueDate":"2026-03-01","simulated":true}',
};

for (const [release, text] of Object.entries(golden)) {
  test(`a message of ${release} is read, and written as it was`, () => {
    const decoded = decodeMessage(Buffer.from(text));
    assert.ok(decoded.kind === 'message');
    assert.equal(Buffer.from(encodeMessage(decoded.message)).toString(), text);
  });
}

test('readers of the first release take every message of this one', async () => {
  const file = await readFile(new URL('facturation.schema.json', import.meta.url), 'utf8');
  const { properties, ...schema } = JSON.parse(file);
  const { issueDate, simulated, ...ofFirstRelease } = properties;
  assert.ok(issueDate && simulated);
  const earlier = z.fromJSONSchema({ ...schema, properties: ofFirstRelease });
  for (const text of Object.values(golden)) assert.ok(earlier.safeParse(JSON.parse(text)).success, text);
});

test('the mark of a simulated invoice is true or absent', () => {
  const marked = decode({ ...wire, simulated: true });
  const unmarked = decode({ ...wire, simulated: false });
  assert.equal(marked.kind === 'message' && marked.message.simulated, true);
  assert.equal(unmarked.kind === 'message' && 'simulated' in unmarked.message, false);
});
