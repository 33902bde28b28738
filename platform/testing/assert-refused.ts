import assert from 'node:assert/strict';
import { TokenError, type TokenErrorCode, toHttpStatus } from '../tokens/token-error.ts';
import type { TokenVerifier } from '../tokens/token-verifier.ts';

/** Holds when the verifier refuses the token for this reason, and maps it to the right HTTP status. */
export async function assertRefused(
  verifier: TokenVerifier,
  token: string,
  code: TokenErrorCode,
): Promise<void> {
  await assert.rejects(verifier.verify(token), (error) => {
    assert(error instanceof TokenError);
    assert.equal(error.code, code, error.message);
    assert.equal(toHttpStatus(error), code === 'PROVIDER_UNREACHABLE' ? 503 : 401);
    return true;
  });
}
