import type { FastifyInstance, FastifyReply } from 'fastify';
import { parseBearer, toBearerChallenge } from '#platform/tokens/bearer.ts';
import type { FollowedCaller, Renewal } from '../../credentials/followed-caller.ts';

/** Offers a newer token for a stream; `undefined` if there is no stream of this id. */
export type RenewStream = (id: string, token: string) => Promise<Renewal | undefined>;

/** The streams of this process whose token may be renewed from outside, by the id that only their client was told. */
export interface RenewableStreams {
  /** @returns what takes it out again. */
  add(id: string, caller: FollowedCaller): () => void;
  readonly renew: RenewStream;
}

/** @see RenewableStreams */
export function createRenewableStreams(): RenewableStreams {
  const callers = new Map<string, FollowedCaller>();
  return {
    add(id, caller) {
      callers.set(id, caller);
      return () => callers.delete(id);
    },
    renew: async (id, token) => callers.get(id)?.renew(token),
  };
}

const statusByCode = { RENEWAL_REFUSED: 403, UNAUTHENTICATED: 401, PROVIDER_UNREACHABLE: 503 } as const;

/**
 * Takes a newer access token for a stream that cannot carry one itself: the token as the request's bearer token, the
 * stream by the id that its answer's header `subscription-id` told.
 *
 * Answers `{ renewed: true, expiresAt }`, in seconds since the epoch, or `{ renewed: false, error: { code, message } }`.
 */
export function registerRenewalRoute(app: FastifyInstance, path: string, renew: RenewStream): void {
  app.route<{ Body: unknown }>({
    url: path,
    method: ['POST', 'OPTIONS'],
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const bearer = parseBearer(request.headers.authorization);
      if (bearer.kind !== 'token') {
        return refuse(reply, {
          kind: 'refused',
          code: 'UNAUTHENTICATED',
          message: 'The new token must be given.',
        });
      }
      const id = findId(request.body);
      const renewal = id === undefined ? undefined : await renew(id, bearer.token);
      if (renewal === undefined) {
        const message =
          'There is no such stream on this gateway: {"id":"..."} must be the header subscription-id of one.';
        return reply.code(404).send({ renewed: false, error: { code: 'SUBSCRIPTION_NOT_FOUND', message } });
      }
      return renewal.kind === 'refused'
        ? refuse(reply, renewal)
        : { renewed: true, expiresAt: renewal.expiresAt };
    },
  });
}

function refuse(reply: FastifyReply, { code, message }: Extract<Renewal, { kind: 'refused' }>): FastifyReply {
  const status = statusByCode[code];
  if (status === 401) reply.header('www-authenticate', toBearerChallenge() ?? 'Bearer');
  if (status === 503) reply.header('retry-after', '5');
  return reply.code(status).send({ renewed: false, error: { code, message } });
}

function findId(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('id' in body)) return undefined;
  return typeof body.id === 'string' ? body.id : undefined;
}
