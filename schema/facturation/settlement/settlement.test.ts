import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { describeEvents } from '../json-schemas.ts';
import type { DecodedEvent } from './event-codec.ts';
import { invoiceCredited } from './invoice-credited.ts';
import { invoicePaid } from './invoice-paid.ts';
import { invoiceVoided } from './invoice-voided.ts';

const invoice = {
  invoiceNumber: '2026-000042',
  customerName: 'Chez Zoé',
  customerId: 'c-1',
  currency: 'EUR',
};
const identity = { id: 'e-1', source: '/billing' };
const at = '2026-03-01T09:30:00.000Z';
const occurredAtMs = Date.UTC(2026, 2, 1, 9, 30);

const events = [
  {
    codec: invoicePaid,
    file: 'invoice-paid.schema.json',
    event: {
      ...invoice,
      paymentId: 'p-1',
      kind: 'REVERSAL',
      reversedPaymentId: 'p-0',
      amountMinor: -1_250n,
      method: 'CARD',
      paidOn: '2026-02-28',
      recordedAt: at,
    },
    wire: {
      ...invoice,
      paymentId: 'p-1',
      kind: 'REVERSAL',
      reversedPaymentId: 'p-0',
      amount: '-12.50',
      method: 'CARD',
      paidOn: '2026-02-28',
      recordedAt: at,
    },
  },
  {
    codec: invoiceCredited,
    file: 'invoice-credited.schema.json',
    event: {
      ...invoice,
      creditNoteNumber: 'CN-1',
      amountMinor: 1_250n,
      issueDate: '2026-03-01',
      creditedAt: at,
    },
    wire: { ...invoice, creditNoteNumber: 'CN-1', amount: '12.50', issueDate: '2026-03-01', creditedAt: at },
  },
  {
    codec: invoiceVoided,
    file: 'invoice-voided.schema.json',
    event: { ...invoice, amountMinor: 1_250n, voidedAt: at },
    wire: { ...invoice, amount: '12.50', voidedAt: at },
  },
] as const;

type Decode = (record: { headers: Record<string, string>; value: Uint8Array }) => DecodedEvent<object>;

/** Encodes an event and decodes it, or decodes other members under its headers. */
const kinds = events.map(({ codec, event, ...others }) => {
  const encode = codec.encode.bind(codec) as (
    event: object,
    as: typeof identity,
  ) => ReturnType<typeof codec.encode>;
  const decode = codec.decode.bind(codec) as Decode;
  const record = encode(event, identity);
  const decodeWire = (wire: unknown) =>
    decode({ headers: { ...record.headers }, value: Buffer.from(JSON.stringify(wire)) });
  return { ...others, event, record, decodeWire, type: codec.type, name: codec.type };
});

for (const { name, event, wire, record, decodeWire, file } of kinds) {
  test(`${name}: an event is the same after its way over the wire`, () => {
    assert.deepEqual(JSON.parse(Buffer.from(record.value).toString()), wire);
    assert.deepEqual(decodeWire(wire), { kind: 'event', identity, event, occurredAtMs });
    assert.deepEqual(decodeWire({ ...wire, later: 'member' }), {
      kind: 'event',
      identity,
      event,
      occurredAtMs,
    });
  });

  test(`${name}: the record has the key of the customer, the time of the event and the headers of CloudEvents`, () => {
    const { key, headers, timestampMs } = record;
    assert.deepEqual([key, timestampMs], ['c-1', Date.UTC(2026, 2, 1, 9, 30)]);
    assert.deepEqual(headers, {
      ce_specversion: '1.0',
      ce_id: 'e-1',
      ce_source: '/billing',
      ce_type: name,
      ce_time: at,
      ce_subject: '2026-000042',
      'content-type': 'application/json',
    });
  });

  test(`${name}: whatever is wrong with a record is told with its path`, () => {
    const pathsOf = (decoded: DecodedEvent<object>) =>
      decoded.kind === 'invalid' ? decoded.problems.map(({ path }) => path) : [];
    const members = Object.keys(wire).filter((member) => !/customerId|reversedPaymentId/.test(member));
    assert.deepEqual(pathsOf(decodeWire({})).toSorted(), members.map((member) => `/${member}`).toSorted());
    assert.deepEqual(pathsOf(decodeWire([])), ['']);
    assert.deepEqual(pathsOf(decodeWire({ ...wire, amount: '-12.505' })), ['/amount']);
    assert.deepEqual(pathsOf(decodeWire({ ...wire, currency: 'XAU' })), ['/currency']);
    assert.deepEqual(pathsOf(decodeWire({ ...wire, customerName: '\u202e' })), ['/customerName']);
  });

  test(`${name}: the codec judges as the JSON Schema does`, () => {
    const schema = z.fromJSONSchema(
      describeEvents().find((described) => described.file === file)?.schema as z.core.JSONSchema.BaseSchema,
    );
    const samples: Readonly<Record<string, readonly unknown[]>> = {
      invoiceNumber: [undefined, null, '', '1', '1'.repeat(65), 1],
      customerName: [undefined, '', 'Ada', 'Ada\n', '\u{1f9fe}'.repeat(500), 'a'.repeat(501)],
      customerId: [undefined, null, '', 'c', 'c'.repeat(65)],
      amount: [undefined, null, '', '-1.50', '1,5', '.5', '-1234567890123456', -1],
      currency: [undefined, 'EUR', 'eur', 'EURO', 1],
      kind: [undefined, 'REVERSAL', 'reversal', 'OTHER'],
      method: [undefined, 'CARD', 'A_NEW_ONE', 'card', '', 'A'.repeat(33)],
      paidOn: [undefined, '2026-02-28', '0000-01-01', '2026-2-28', 'yesterday'],
      issueDate: [undefined, '2026-02-28', '0000-01-01', 20_260_228],
      recordedAt: [undefined, at, '2026-03-01', '2026-03-01T24:00:00Z', '2026-03-01T09:30:00+01:00'],
      creditedAt: [undefined, at, 1],
      voidedAt: [undefined, at, '2026-03-01T09:30:00'],
      creditNoteNumber: [undefined, '', 'CN-1'],
      reversedPaymentId: [undefined, null, '', 'p-0'],
    };
    for (const [member, values] of Object.entries(samples)) {
      if (!(member in wire)) continue;
      for (const value of values) {
        const sample: unknown = JSON.parse(JSON.stringify({ ...wire, [member]: value }));
        // The sign of a payment's amount, which a JSON Schema cannot compare, is the same in all samples that are right.
        const isRight = decodeWire(sample).kind === 'event' || (member === 'amount' && value === '-1.50');
        assert.equal(isRight, schema.safeParse(sample).success, `${member}: ${JSON.stringify(value)}`);
      }
    }
  });
}

test('a payment is above zero, a refund below, and the reversal of either on the other side', () => {
  const [paid] = kinds;
  assert.ok(paid);
  const signOf = (kind: string, amount: string) => paid.decodeWire({ ...paid.wire, kind, amount }).kind;
  assert.deepEqual(
    ['PAYMENT', 'REVERSAL', 'REFUND'].map((kind) => [
      signOf(kind, '1.00'),
      signOf(kind, '0'),
      signOf(kind, '-1.00'),
    ]),
    [
      ['event', 'invalid', 'invalid'],
      ['event', 'invalid', 'event'],
      ['invalid', 'invalid', 'event'],
    ],
  );
});

test('an event of another type, or of bytes that are not JSON, is refused', () => {
  const [paid, credited] = kinds;
  assert.ok(paid && credited);
  const other = invoiceVoided.decode(paid.record);
  assert.ok(other.kind === 'invalid' && other.problems.some(({ path }) => path === '/headers/ce_type'));
  const bytes = invoicePaid.decode({ headers: paid.record.headers, value: Buffer.from([0xff]) });
  assert.deepEqual(bytes.kind === 'invalid' && bytes.problems, [
    { path: '', message: 'must be JSON in UTF-8' },
  ]);
});

test('an event that is not right cannot be sent, and texts are sent in their normal form', () => {
  const { customerId: _none, ...event } = events[2].event;
  assert.throws(() => invoiceVoided.encode({ ...event, invoiceNumber: '' }, identity), TypeError);
  const { value, key } = invoiceVoided.encode({ ...event, customerName: 'Zo\u0065\u0301 ' }, identity);
  assert.equal(key, 'Zo\u00e9');
  assert.equal(JSON.parse(Buffer.from(value).toString()).customerName, 'Zo\u00e9');
});
