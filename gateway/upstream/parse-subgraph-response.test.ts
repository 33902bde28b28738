import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSubgraphErrors, parseSubgraphResponse, parseSubgraphText } from './parse-subgraph-response.ts';

const parse = (body: unknown, status = 200) => parseSubgraphResponse('books', status, body);

test('data, errors, or both are an answer', () => {
  for (const body of [
    { data: { x: 1 } },
    { data: null },
    { data: { x: 1 }, errors: [] },
    { errors: [{ message: 'm' }] },
    { data: { x: 1 }, errors: [{ message: 'm', path: ['x', 0], extensions: { code: 'C' } }] },
  ])
    assert.deepEqual(parse({ ...body, extensions: { cost: 1 } }), body);
});

test('anything else is not', () => {
  for (const body of [
    undefined,
    null,
    'text',
    7,
    [],
    {},
    { data: [] },
    { data: 'x' },
    { errors: [] },
    { errors: null },
    { data: {}, errors: null },
    { data: {}, errors: {} },
    { data: {}, errors: ['text'] },
    { data: {}, errors: [null] },
    { data: {}, errors: [[]] },
  ]) {
    assert.throws(() => parse(body), { code: 'SUBGRAPH_RESPONSE_INVALID' }, JSON.stringify(body));
    assert.throws(() => parse(body, 503), { code: 'SUBGRAPH_UNAVAILABLE' });
  }
  assert.throws(() => parseSubgraphText('books', 200, '{"data":'), { code: 'SUBGRAPH_RESPONSE_INVALID' });
});

test('members of an error that have another form are left out', () => {
  const errors = [
    {},
    { message: null, path: 'x', extensions: [] },
    { message: 7, path: [{}], extensions: null },
    { message: 'm', path: [Number.POSITIVE_INFINITY], extensions: 'x' },
  ];
  assert.deepEqual(parse({ errors }).errors, [
    { message: '' },
    { message: '' },
    { message: '' },
    { message: 'm' },
  ]);
  assert.deepEqual(parseSubgraphErrors(['text', null, { message: 'm' }]), [{ message: 'm' }]);
});

test('of many errors the first are taken, and another one counts the others', () => {
  const errors = Array.from({ length: 250 }, (_, index) => ({ message: `m${index}` }));
  for (const taken of [parse({ data: {}, errors }).errors ?? [], parseSubgraphErrors(errors)]) {
    assert.equal(taken.length, 101);
    assert.deepEqual(taken.slice(98), [
      { message: 'm98' },
      { message: 'm99' },
      {
        message: 'A service reported 150 further errors.',
        extensions: { code: 'SUBGRAPH_ERRORS_OMITTED' },
      },
    ]);
  }
  assert.equal(parse({ errors: errors.slice(0, 100) }).errors?.length, 100);
});
