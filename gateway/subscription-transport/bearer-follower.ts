import { parseBearer } from '#platform/tokens/bearer.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { TokenError, toHttpStatus } from '#platform/tokens/token-error.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { toLastingCaller } from '../subscription/live-caller.ts';
import {
  type CallerFollower,
  createCallerControl,
  type FollowedCaller,
  type Renewal,
} from './followed-caller.ts';

/** Follows callers by bearer token: each is good until its token expires, or a newer one of the same person's. */
export function createBearerFollower(verifier: TokenVerifier): CallerFollower {
  return {
    async follow({ authorization }) {
      const bearer = parseBearer(authorization);
      if (bearer.kind === 'malformed') throw new TokenError('TOKEN_MALFORMED', bearer.message);
      if (bearer.kind === 'absent') return undefined;
      const principal = await verifier.verify(bearer.token);
      const { live, replace, close } = createCallerControl({ principal, token: bearer.token });
      return {
        get caller() {
          return live.caller;
        },
        ended: live.ended,
        onRenewed: (listener) => live.onRenewed(listener),
        close,
        async renew(token) {
          const judged = await judgeRenewal(token, principal, verifier);
          if (judged.kind === 'refused') return judged;
          if (live.ended.aborted) return refuse('This connection has ended. Connect again.');
          replace({ principal: judged.principal, token });
          return { kind: 'renewed', expiresAt: judged.principal.expiresAt };
        },
      };
    },
  };
}

/** Follows somebody of whom nothing is known, and who stays so. */
export function followAnonymous(): FollowedCaller {
  const caller = toLastingCaller({ principal: undefined, token: undefined });
  return {
    ...caller,
    renew: async () => refuse('This connection began without a token. Connect again with one.'),
    close: () => {},
  };
}

type JudgedRenewal =
  | { readonly kind: 'accepted'; readonly principal: Principal }
  | Extract<Renewal, { kind: 'refused' }>;

/** A token of somebody else would take over what this person may have asked for. */
async function judgeRenewal(
  token: string,
  before: Principal,
  verifier: TokenVerifier,
): Promise<JudgedRenewal> {
  try {
    const principal = await verifier.verify(token);
    if (principal.issuer === before.issuer && principal.subject === before.subject) {
      return { kind: 'accepted', principal };
    }
    return refuse('The token must be of the same issuer and subject as the one before.');
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const code = toHttpStatus(error) === 503 ? 'PROVIDER_UNREACHABLE' : 'UNAUTHENTICATED';
    return { kind: 'refused', code, message: error.message };
  }
}

/** A renewal that this connection cannot have, whatever the token. */
export function refuse(message: string): Extract<Renewal, { kind: 'refused' }> {
  return { kind: 'refused', code: 'RENEWAL_REFUSED', message };
}
