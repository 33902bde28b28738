import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerReader, type ReadAnswer } from './answer-reader.ts';

const withLength = 'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"data":{}}';
const inChunks = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{"data":{}}\r\n0\r\n\r\n';

function readIn(size: number, text: string): ReadAnswer[] {
  const reader = new AnswerReader();
  const bytes = Buffer.from(text);
  const answers: ReadAnswer[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const answer = reader.read(bytes.subarray(at, at + size));
    if (answer !== undefined) answers.push(answer);
  }
  return answers;
}

test('answers end where they end, in whatever parts they arrive', () => {
  for (const size of [1, 2, 3, 7, 50, 10_000]) {
    const one = { isOk: true, bodyBytes: 11 };
    assert.deepEqual(readIn(size, withLength), [one], `by length, ${size} bytes at a time`);
    const chunked = { isOk: true, bodyBytes: 21 };
    assert.deepEqual(readIn(size, inChunks), [chunked], `in chunks, ${size} bytes at a time`);
  }
});

test('a reader is ready for the next answer, and tells one that is an error', () => {
  const reader = new AnswerReader();
  assert.equal(reader.read(Buffer.from(withLength))?.isOk, true);
  assert.equal(reader.read(Buffer.from(inChunks.replace('200 OK', '503 Busy')))?.isOk, false);
  assert.equal(reader.read(Buffer.from(withLength))?.bodyBytes, 11);
});
