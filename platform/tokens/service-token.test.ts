import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { ServiceToken } from './service-token.ts';
import { createTokenVerifier } from './token-verifier.ts';

const secret = 'a-test-password';
const withLifetime = (expiresIn: number) =>
  createTestIssuer({
    name: 'http://id.example/realms/test',
    clients: { robot: { secret, token: { roles: ['STOCK_RESERVER'], expiresIn } } },
  });

test('calls share one request for a token, which is good for half its life', async () => {
  await using issuer = await withLifetime(300);
  const { issuer: name, address: internalUrl } = issuer;
  const token = new ServiceToken({ issuer: name, internalUrl, clientId: 'robot', clientSecret: secret });
  assert.deepEqual(issuer.fetches, { discovery: 0, jwks: 0, tokens: 0 });
  const [first, second] = await Promise.all([token.get(), token.get()]);
  assert.equal(first, second);
  assert.equal(await token.get(), first);
  assert.deepEqual(issuer.fetches, { discovery: 1, jwks: 0, tokens: 1 });
  const verifier = createTokenVerifier({ issuers: [issuer.trusted()] });
  const principal = await verifier.verify(first);
  assert.deepEqual([...principal.roles], ['STOCK_RESERVER']);
  verifier.close();
});

test('a token at the end of its life, and one that was refused, is replaced', async () => {
  await using short = await withLifetime(0);
  const options = {
    issuer: short.issuer,
    internalUrl: short.address,
    clientId: 'robot',
    clientSecret: secret,
  };
  const brief = new ServiceToken(options);
  await brief.get();
  await brief.get();
  assert.equal(short.fetches.tokens, 2);
  await using long = await withLifetime(300);
  const token = new ServiceToken({ ...options, internalUrl: long.address });
  const refused = await token.get();
  token.forget(refused);
  const next = await token.get();
  assert.notEqual(next, refused);
  token.forget(refused);
  assert.equal(await token.get(), next);
});

test('says who refused which client, and asks again at the next call', async () => {
  await using issuer = await withLifetime(300);
  const options = { issuer: issuer.issuer, internalUrl: issuer.address, clientId: 'robot' };
  const wrong = new ServiceToken({ ...options, clientSecret: 'wrong' });
  await assert.rejects(wrong.get(), {
    code: 'NO_SERVICE_TOKEN',
    message: /http:\/\/id\.example\/realms\/test gave no token to the client robot/,
  });
  const right = new ServiceToken({ ...options, clientSecret: secret });
  issuer.setStatus(503);
  await assert.rejects(right.get(), { code: 'NO_SERVICE_TOKEN' });
  issuer.setStatus(200);
  assert.equal(typeof (await right.get()), 'string');
});
