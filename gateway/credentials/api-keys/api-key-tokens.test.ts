import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyCredentials } from '#platform/tokens/api-key.ts';
import { ApiKeyTokens } from './api-key-tokens.ts';
import type { GrantedToken } from './grant-token.ts';

function toKey(text: string) {
  return { clientId: 'api-shop', clientSecret: text, text };
}

test('a flood of wrong keys neither takes the place of good ones nor waits without end', async () => {
  const waiting: (() => void)[] = [];
  const asked: KeyCredentials[] = [];
  const tokens = new ApiKeyTokens({
    recheckMs: 60_000,
    grant: async (key): Promise<GrantedToken | undefined> => {
      asked.push(key);
      if (key.clientSecret === 'good') return { token: 'good', expiresAtMs: Date.now() + 300_000 };
      await new Promise<void>((resolve) => waiting.push(resolve));
      return undefined;
    },
  });
  assert.equal(await tokens.get(toKey('good')), 'good');
  const flood = Array.from({ length: 2_000 }, (_, index) =>
    tokens.get(toKey(`wrong ${index}`)).then(
      () => 'taken',
      (error: { code: string }) => error.code,
    ),
  );
  assert.equal(await tokens.get(toKey('good')), 'good');
  // No more than some are asked about at a time.
  assert.equal(asked.length, 17);
  const answering = setInterval(() => {
    for (const answer of waiting.splice(0)) answer();
  }, 1);
  const codes = await Promise.all(flood);
  clearInterval(answering);
  assert.deepEqual(new Set(codes), new Set(['API_KEY_REFUSED', 'PROVIDER_UNREACHABLE']));
  assert.ok(codes.filter((code) => code === 'API_KEY_REFUSED').length < 300);
  assert.equal(await tokens.get(toKey('good')), 'good');
  assert.equal(asked.filter(({ clientSecret }) => clientSecret === 'good').length, 1);
});
