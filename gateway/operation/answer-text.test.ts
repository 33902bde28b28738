import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JsonText } from '../graph/executor/response/json-text.ts';
import { toAnswerText } from './answer-text.ts';

const data = { a: [1, '"é', null], b: { c: {} } };
const errors = [{ message: 'no', path: ['a', 1] }];
const extensions = { authorizationErrors: errors };

test('an answer whose data is text is written as if it were an object', () => {
  for (const others of [{}, { errors }, { extensions }, { errors, extensions }]) {
    const text = toAnswerText({ ...others, data: new JsonText(JSON.stringify(data)) });
    assert.equal(text, toAnswerText({ ...others, data }));
    assert.deepEqual(JSON.parse(text), { ...others, data });
  }
});

test('an answer without data has no such member, and one of null has', () => {
  assert.equal(toAnswerText({ errors }), JSON.stringify({ errors }));
  assert.equal(toAnswerText({ errors, data: null }), JSON.stringify({ errors, data: null }));
});
