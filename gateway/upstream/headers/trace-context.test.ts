import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTraceContext, toChildTraceparent } from './trace-context.ts';

const trace = '0af7651916cd43dd8448eb211c80319c';
const parent = 'b7ad6b7169203331';
const traceparent = `00-${trace}-${parent}-01`;

test('a valid trace is forwarded with the notes of vendors', () => {
  const tracestate = 'rojo=00f067aa0ba902b7,tenant@congo=t61rcWkgMzE';
  assert.deepEqual(readTraceContext({ traceparent, tracestate }), { traceparent, tracestate });
  // Node.js joins several headers by a comma.
  assert.equal(readTraceContext({ traceparent, tracestate: 'a=1, b=2,, ' }).tracestate, 'a=1,b=2');
});

test('a traceparent that is not valid is dropped together with its tracestate', () => {
  for (const invalid of [
    undefined,
    '',
    traceparent.toUpperCase(),
    `${traceparent}, ${traceparent}`,
    `ff-${trace}-${parent}-01`,
    `00-${'0'.repeat(32)}-${parent}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `${traceparent}-more`,
  ])
    assert.deepEqual(readTraceContext({ traceparent: invalid, tracestate: 'a=1' }), {});
});

test('a tracestate that is not valid leaves the trace as it is', () => {
  const tooMany = Array.from({ length: 33 }, (_, nth) => `k${nth}=1`).join(',');
  for (const tracestate of ['A=1', 'a', 'a=1,a=2', 'a=1=2', tooMany])
    assert.deepEqual(readTraceContext({ traceparent, tracestate }), { traceparent });
});

test('of a long tracestate the long members go first, then the last ones', () => {
  const long = `long=${'x'.repeat(200)}`;
  const short = Array.from({ length: 30 }, (_, nth) => `key${nth}=${'y'.repeat(20)}`);
  const { tracestate = '' } = readTraceContext({ traceparent, tracestate: [long, ...short].join(',') });
  assert.ok(tracestate.length <= 512);
  assert.ok(tracestate.startsWith('key0='));
});

test('each request has a parent id of its own in the same trace', () => {
  const [one, other] = [toChildTraceparent(traceparent), toChildTraceparent(traceparent)];
  assert.match(one, new RegExp(`^00-${trace}-[\\da-f]{16}-01$`));
  assert.notEqual(one, other);
  assert.notEqual(one, traceparent);
  assert.match(
    toChildTraceparent(`cc-${trace}-${parent}-ff-more`),
    new RegExp(`^00-${trace}-[\\da-f]{16}-03$`),
  );
});
