import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMailProblems } from './mails.ts';

const right = { SMTP_URL: 'smtp://a:b@mail.facturation.fr', MAIL_FROM: 'Facturation <mail@facturation.fr>' };
const find = (changes: Readonly<Record<string, string>>) =>
  findMailProblems({ ...right, ...changes }).map((problem) => problem.split(':').slice(0, 2).join(':'));

test('a mail server by TLS, or on the same machine, and a sender at a domain are fit', () => {
  assert.deepEqual(find({}), []);
  assert.deepEqual(find({ SMTP_URL: 'smtps://mail.facturation.fr' }), []);
  assert.deepEqual(find({ SMTP_URL: 'smtp://127.0.0.1:25?tls=none' }), []);
});

test('no mail server, one without TLS, and a sender at no domain are problems', () => {
  assert.deepEqual(find({ SMTP_URL: '', MAIL_FROM: '' }), [
    'SMTP_URL: is missing',
    'MAIL_FROM: is at example.com, from which no mail comes; give an address of your own domain',
  ]);
  assert.deepEqual(find({ SMTP_URL: 'smtp://mail.facturation.fr?tls=none' }), [
    'SMTP_URL: must not have tls=none for a server on another machine, as mails have data of people and companies',
  ]);
  for (const domain of ['localhost', 'mail.example', 'sub.example.org', 'company.test']) {
    assert.equal(find({ MAIL_FROM: `a@${domain}` }).length, 1, domain);
  }
  assert.deepEqual(find({ MAIL_FROM: 'a@myexample.com' }), []);
});

test('variables that cannot be read are told as a start tells them', () => {
  assert.deepEqual(
    find({ SMTP_URL: 'mail', MAIL_FROM: 'nobody' }).map((problem) => problem.split(':')[0]),
    ['MAIL_FROM', 'SMTP_URL'],
  );
});
