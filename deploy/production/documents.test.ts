import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDocumentProblems } from './documents.ts';

const find = (environment: Readonly<Record<string, string>>) =>
  findDocumentProblems(environment).map((problem) => problem.split(' ')[0]);

test('a folder that lasts and a bucket by https are fit, and so are variables of other processes', () => {
  assert.deepEqual(find({}), []);
  assert.deepEqual(find({ DOCUMENTS_FOLDER: '/data/documents' }), []);
  assert.deepEqual(find({ DOCUMENTS_FOLDER: '/tmporary' }), []);
  assert.deepEqual(find({ DOCUMENTS_BUCKET: 'https://s3.eu-west-3.amazonaws.com/invoices' }), []);
});

test('a folder for temporary files, a bucket without TLS and one that is not an address are problems', () => {
  assert.deepEqual(find({ DOCUMENTS_FOLDER: '/var/tmp/documents' }), ['DOCUMENTS_FOLDER:']);
  assert.deepEqual(find({ DOCUMENTS_FOLDER: '/tmp', DOCUMENTS_BUCKET: 'http://store:9000/invoices' }), [
    'DOCUMENTS_BUCKET:',
  ]);
  assert.deepEqual(find({ DOCUMENTS_BUCKET: 'invoices' }), ['DOCUMENTS_BUCKET:']);
});
