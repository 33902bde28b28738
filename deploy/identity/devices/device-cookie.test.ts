import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { parseRealm } from '../realm.ts';
import { keepDeviceToken, readDeviceTokens } from './device-cookie.ts';

const realm = parseRealm(await readFile(new URL('../../keycloak/realm.json', import.meta.url), 'utf8'), {});
const tokens = Array.from({ length: 6 }, (_, nth) => `${nth}`.repeat(43));

function createRequest(cookie: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.headers.cookie = cookie;
  return request;
}

function keep(issuer: string, cookie: string, token: string): string {
  const request = createRequest(cookie);
  const response = new ServerResponse(request);
  keepDeviceToken({ issuer, realm, request, response }, token);
  return [response.getHeader('set-cookie')].flat().join();
}

test('the cookie is for this realm and its server alone, and goes over TLS where the provider does', () => {
  const token = 'a'.repeat(43);
  const plain = `identity_device=${token}; Path=/realms/facturation/; Max-Age=34560000; HttpOnly; SameSite=Lax`;
  assert.equal(keep('http://localhost:8080/realms/facturation', '', token), plain);
  assert.equal(keep('https://localhost:8080/realms/facturation', '', token), `${plain}; Secure`);
});

test('a browser is known of its five latest accounts', () => {
  const [first = '', ...others] = tokens;
  const cookie = `other=1; identity_device=${others.join('.')}`;
  assert.deepEqual(readDeviceTokens(createRequest(cookie)), others);
  const kept = keep('http://localhost', cookie, first).split(';')[0] ?? '';
  assert.deepEqual(readDeviceTokens(createRequest(kept)), [first, ...others.slice(0, 4)]);
  // One that is known already comes first, and is not there twice.
  const again = keep('http://localhost', cookie, others[2] ?? '').split(';')[0] ?? '';
  assert.deepEqual(readDeviceTokens(createRequest(again)).toSorted(), others.toSorted());
});

test('tokens of another form are left out, and no more than five are read', () => {
  const read = (value: string) => readDeviceTokens(createRequest(`identity_device=${value}`));
  assert.deepEqual(read(`${'a'.repeat(42)}.${tokens[0]}x.${tokens[1]}`), [tokens[1]]);
  assert.equal(read(tokens.join('.')).length, 5);
  assert.deepEqual(readDeviceTokens(createRequest('')), []);
});
