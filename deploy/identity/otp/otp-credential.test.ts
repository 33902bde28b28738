import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OtpCredential, spendOtpCode, toOtpUri } from './otp-credential.ts';
import type { OtpPolicy } from './otp-policy.ts';

/** Base32 of the ASCII secrets of RFC 6238 appendix B, repeated to the length of each hash. */
const secrets = {
  SHA1: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  SHA256: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA',
  SHA512:
    'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA',
};

const policy: OtpPolicy = {
  algorithm: 'SHA1',
  digits: 8,
  periodSeconds: 30,
  lookAheadPeriods: 1,
  isReusable: false,
};

function toCredential(algorithm: OtpPolicy['algorithm'] = 'SHA1'): OtpCredential {
  return { secret: secrets[algorithm], algorithm, digits: 8, periodSeconds: 30, lastPeriod: undefined };
}

// RFC 6238 appendix B.
for (const [seconds, algorithm, code] of [
  [59, 'SHA1', '94287082'],
  [59, 'SHA256', '46119246'],
  [59, 'SHA512', '90693936'],
  [1_111_111_109, 'SHA1', '07081804'],
  [20_000_000_000, 'SHA512', '47863826'],
] as const) {
  test(`takes the code of ${algorithm} at ${seconds} s of RFC 6238`, () => {
    const used = spendOtpCode(toCredential(algorithm), code, policy, seconds * 1000);
    assert.equal(used?.lastPeriod, Math.floor(seconds / 30));
  });
}

test('takes a code of a neighbouring period, and none further away', () => {
  for (const [seconds, isTaken] of [
    [59 - 60, false],
    [59 - 30, true],
    [59 + 30, true],
    [59 + 60, false],
  ] as const) {
    const used = spendOtpCode(toCredential(), '94287082', policy, seconds * 1000);
    assert.equal(used !== undefined, isTaken, String(seconds));
  }
});

test('takes no code twice, nor one older than the last', () => {
  const used = spendOtpCode(toCredential(), '9428 7082', policy, 59_000);
  assert.ok(used);
  assert.equal(spendOtpCode(used, '94287082', policy, 59_000), undefined);
  const later = { ...toCredential(), lastPeriod: 2 };
  assert.equal(spendOtpCode(later, '94287082', policy, 59_000), undefined);
  assert.ok(spendOtpCode(used, '94287082', { ...policy, isReusable: true }, 59_000));
});

test('refuses what is not a code', () => {
  for (const text of ['', '94287083', '9428708', '942870820', '-9428708', 'abcdefgh', '٩٤٢٨٧٠٨٢']) {
    assert.equal(spendOtpCode(toCredential(), text, policy, 59_000), undefined, text);
  }
});

test('tells authenticator apps all that they need, in the form of the key URI', () => {
  const uri = new URL(toOtpUri(toCredential('SHA256'), 'Facturation & Co', 'ada'));
  assert.equal(`${uri.protocol}//${uri.host}`, 'otpauth://totp');
  assert.equal(decodeURIComponent(uri.pathname), '/Facturation & Co:ada');
  assert.deepEqual(Object.fromEntries(uri.searchParams), {
    issuer: 'Facturation & Co',
    secret: secrets.SHA256,
    algorithm: 'SHA256',
    digits: '8',
    period: '30',
  });
});
