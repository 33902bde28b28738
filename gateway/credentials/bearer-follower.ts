import { parseBearer } from '#platform/tokens/bearer.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { TokenError, toHttpStatus } from '#platform/tokens/token-error.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { toLastingCaller } from '../operation/live-caller.ts';
import {
  type CallerControl,
  type CallerFollower,
  createCallerControl,
  type FollowedCaller,
  type Renewal,
} from './followed-caller.ts';

/** Milliseconds between two looks at whether the tokens of open connections still hold. */
const defaultRecheckMs = 30_000;

/**
 * Follows callers by bearer token: each is good until its token expires, or a newer one of the same person's, and for as
 * long as the issuer publishes its key.
 */
export function createBearerFollower(
  verifier: TokenVerifier,
  { recheckMs = defaultRecheckMs }: { readonly recheckMs?: number } = {},
): CallerFollower {
  const controls = new Set<CallerControl>();
  let timer: NodeJS.Timeout | undefined;

  function enter(control: CallerControl): void {
    controls.add(control);
    timer ??= setInterval(() => void Promise.all([...controls].map(recheck)), recheckMs).unref();
  }

  function leave(control: CallerControl): void {
    controls.delete(control);
    if (controls.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  /** Remembered tokens are verified again only after the issuer's keys have changed, so this costs next to nothing. */
  async function recheck(control: CallerControl): Promise<void> {
    const { token } = control.live.now;
    if (token === undefined || (await isAccepted(token, verifier))) return;
    control.end('SUBSCRIPTION_TOKEN_REFUSED', 'The access token is no longer accepted. Sign in again.');
  }

  return {
    async follow({ authorization }) {
      const bearer = parseBearer(authorization);
      if (bearer.kind === 'malformed') throw new TokenError('TOKEN_MALFORMED', bearer.message);
      if (bearer.kind === 'absent') return undefined;
      const principal = await verifier.verify(bearer.token);
      const control = createCallerControl({ principal, token: bearer.token });
      const { live, replace } = control;
      enter(control);
      live.ended.addEventListener('abort', () => leave(control), { once: true });
      return {
        get now() {
          return live.now;
        },
        ended: live.ended,
        onRenewed: (listener) => live.onRenewed(listener),
        close() {
          control.close();
          leave(control);
        },
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

/** `false` if the token is refused; a provider that is away says nothing about it. */
export async function isAccepted(token: string, verifier: TokenVerifier): Promise<boolean> {
  try {
    await verifier.verify(token);
    return true;
  } catch (error) {
    if (error instanceof TokenError) return toHttpStatus(error) === 503;
    throw error;
  }
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
