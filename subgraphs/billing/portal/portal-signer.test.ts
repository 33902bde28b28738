import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { PortalSigner, parsePortalToken } from './portal-signer.ts';

const link = {
  id: '0199e5a0-1b2c-7d3e-8f40-123456789abc',
  invoiceId: '0199e5a0-0000-7000-8000-000000000001',
  expiresAt: new Date('2026-06-01T00:00:00.000Z'),
};
const key = 'k'.repeat(32);

test('a token is the id of the link and the HMAC-SHA256 of id, invoice and end', () => {
  const token = new PortalSigner([key]).sign(link);
  const bytes = Buffer.from(token, 'base64url');
  assert.equal(token.length, 64);
  assert.equal(bytes.toString('hex', 0, 16), '0199e5a01b2c7d3e8f40123456789abc');
  const text =
    'facturation portal link 1\n0199e5a0-1b2c-7d3e-8f40-123456789abc\n0199e5a0-0000-7000-8000-000000000001\n2026-06-01T00:00:00.000Z';
  assert.equal(bytes.toString('hex', 16), createHmac('sha256', key).update(text).digest('hex'));
});

test('a token is read back, and a text of another form is none', () => {
  const signer = new PortalSigner([key]);
  const token = signer.sign(link);
  const parsed = parsePortalToken(token);
  assert.ok(parsed);
  assert.equal(parsed.linkId, link.id);
  assert.equal(signer.verify(link, parsed.signature), true);
  for (const other of [
    '',
    token.slice(1),
    `${token}A`,
    `${token.slice(1)}=`,
    `${token.slice(1)} `,
    '%'.repeat(64),
  ])
    assert.equal(parsePortalToken(other), undefined, other);
});

test('no part of what is signed can be another, nor can the key', () => {
  const signer = new PortalSigner([key]);
  const { signature } = parsePortalToken(signer.sign(link)) ?? {};
  assert.ok(signature);
  for (const other of [
    { ...link, id: link.id.replace('a', 'b') },
    { ...link, invoiceId: link.invoiceId.replace(/1$/, '2') },
    { ...link, expiresAt: new Date(link.expiresAt.getTime() + 1) },
  ])
    assert.equal(signer.verify(other, signature), false);
  assert.equal(new PortalSigner(['l'.repeat(32)]).verify(link, signature), false);
});

test('after a new key, links of the old one are good until the old one goes', () => {
  const { signature } = parsePortalToken(new PortalSigner(['old key']).sign(link)) ?? {};
  assert.ok(signature);
  assert.equal(new PortalSigner(['new key', 'old key']).verify(link, signature), true);
  assert.equal(new PortalSigner(['new key']).verify(link, signature), false);
  const both = new PortalSigner(['new key', 'old key']);
  assert.equal(both.sign(link), new PortalSigner(['new key']).sign(link));
});
