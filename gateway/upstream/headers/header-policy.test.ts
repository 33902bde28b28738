import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHeaderPolicy, withConnectionPayload, withoutTrace } from './header-policy.ts';
import { parseHeaderRules } from './rules.ts';

const policyOf = (rules: object) => createHeaderPolicy(parseHeaderRules(JSON.stringify(rules), 'rules.json'));

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test('without rules only the token and the trace go on', () => {
  const policy = createHeaderPolicy();
  const collected = policy.collect({ 'x-tenant': 'a', cookie: 'c', traceparent, tracestate: 'a=1' });
  const { traceparent: child, ...rest } = policy.toHeaders('books', {
    ...collected,
    authorization: 'Bearer t',
  });
  assert.deepEqual(rest, { authorization: 'Bearer t', tracestate: 'a=1' });
  assert.match(child ?? '', /^00-0af7651916cd43dd8448eb211c80319c-/);
  assert.deepEqual(policy.toConnectionPayload('books', { ...collected, authorization: 'Bearer t' }), {
    authorization: 'Bearer t',
  });
});

test('rules forward, set and remove, for all subgraphs and then for one', () => {
  const policy = policyOf({
    all: {
      headers: [
        { forward: 'X-Tenant' },
        { forward: 'accept-language', as: 'x-language', default: 'en' },
        { set: 'x-gateway', value: 'library' },
      ],
      connectionPayload: [{ forward: 'x-tenant', as: 'tenant' }],
    },
    subgraphs: {
      people: {
        headers: [{ remove: 'authorization' }, { remove: 'x-tenant' }, { set: 'x-gateway', value: 'p' }],
      },
    },
  });
  const collected = { ...policy.collect({ 'x-tenant': 'a', 'x-other': 'b' }), authorization: 'Bearer t' };
  assert.deepEqual(policy.toHeaders('books', collected), {
    authorization: 'Bearer t',
    'x-tenant': 'a',
    'x-language': 'en',
    'x-gateway': 'library',
  });
  assert.deepEqual(policy.toHeaders('people', collected), { 'x-language': 'en', 'x-gateway': 'p' });
  assert.deepEqual(policy.toConnectionPayload('people', collected), {
    authorization: 'Bearer t',
    tenant: 'a',
  });
  assert.deepEqual(policy.clientHeaders, ['x-tenant', 'accept-language']);
});

test('a header for one subgraph does not reach another one', () => {
  const policy = policyOf({ subgraphs: { people: { headers: [{ forward: 'x-secret' }] } } });
  const collected = policy.collect({ 'x-secret': 's' });
  assert.deepEqual(policy.toHeaders('people', collected), { 'x-secret': 's' });
  assert.deepEqual(policy.toHeaders('books', collected), {});
});

test('text that is not a header value, or is for one connection, is not forwarded', () => {
  const policy = policyOf({ all: { headers: [{ forward: 'x-tenant' }] } });
  for (const client of [
    { 'x-tenant': 'a\r\nauthorization: Bearer evil' },
    { 'x-tenant': ['a', 'b'] },
    { 'x-tenant': 'x'.repeat(5_000) },
    { 'x-tenant': 'a', connection: 'keep-alive, X-Tenant' },
  ])
    assert.deepEqual(policy.collect(client), {});
});

test('a WebSocket may say in its payload what its upgrade cannot', () => {
  const policy = policyOf({ all: { headers: [{ forward: 'x-tenant' }] } });
  const client = withConnectionPayload({ 'x-tenant': 'upgrade' }, { 'X-Tenant': 'payload', other: 1 });
  assert.deepEqual(policy.collect(client), { 'x-tenant': 'payload' });
});

test('callers are told apart by what goes on, but not by their traces', () => {
  assert.deepEqual(withoutTrace({ traceparent, tracestate: 'a=1', 'x-tenant': 'a' }), { 'x-tenant': 'a' });
});

test('a file that is wrong is refused with each place', () => {
  assert.throws(() => parseHeaderRules('{', 'rules.json'), /rules\.json: must be JSON/);
  const forbidden = [
    'cookie',
    'host',
    'Content-Length',
    'connection',
    'sec-websocket-key',
    'authorization',
    'a b',
  ];
  for (const name of forbidden)
    assert.throws(
      () => parseHeaderRules(JSON.stringify({ all: { headers: [{ forward: name }] } }), 'rules.json'),
      /rules\.json: all\.headers\.0\.forward /,
      name,
    );
  for (const rule of [
    { set: 'cookie', value: 'a' },
    { set: 'x-a', value: 'a\nb' },
    { set: 'traceparent', value: 'x' },
    { forward: 'x-a', as: 'host' },
    { forward: 'x-a', set: 'x-b', value: '' },
  ])
    assert.throws(() => parseHeaderRules(JSON.stringify({ all: { headers: [rule] } }), 'rules.json'));
  assert.throws(() => parseHeaderRules('{"everybody":{}}', 'rules.json'), /everybody/);
});
