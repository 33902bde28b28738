import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBearer, toBearerChallenge } from './bearer.ts';
import { TokenError } from './token-error.ts';

test('takes no header for an anonymous caller', () => {
  assert.deepEqual(parseBearer(undefined), { kind: 'absent' });
});

test('reads the token, whatever the case of the scheme', () => {
  for (const header of ['Bearer a.b-c_d~e+f/g==', 'bearer a.b-c_d~e+f/g==', 'BEARER  a.b-c_d~e+f/g== ']) {
    assert.deepEqual(parseBearer(header), { kind: 'token', token: 'a.b-c_d~e+f/g==' });
  }
});

test('does not take anything else for an anonymous caller', () => {
  for (const header of [
    '',
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Bearer a,b',
    'Basic YTpi',
    'a.b.c',
    'Bearera',
  ]) {
    assert.equal(parseBearer(header).kind, 'malformed', header);
  }
});

test('challenges with the reason of a refusal, and not when the provider is away', () => {
  assert.equal(toBearerChallenge(), 'Bearer');
  assert.equal(
    toBearerChallenge(new TokenError('TOKEN_EXPIRED', 'The "token"\n has expired.')),
    'Bearer error="invalid_token", error_description="The token has expired."',
  );
  assert.equal(toBearerChallenge(new TokenError('PROVIDER_UNREACHABLE', 'Away.')), undefined);
});
