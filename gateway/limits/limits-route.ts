import type { FastifyInstance, FastifyReply } from 'fastify';
import { toCountedAddress } from '#platform/http/client-address.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { toRefusalHeaders } from '../clients/common/refusal-status.ts';
import { toCredentialRefusal } from '../credentials/credential-refusal.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { identifyCaller } from '../credentials/identify-caller.ts';
import type { Limits, LimitUse } from './limits.ts';
import { toRemaining, toSecondsLeft } from './rate-limit-fields.ts';

export interface LimitsRouteOptions {
  readonly limits: Limits;
  readonly credentials: Credentials;
  readonly verifier: TokenVerifier;
}

/**
 * Tells callers which limits count for them, and how much of them is left: `GET /gateway/limits` answers
 * `{ plan, limits: [{ policy, unit, quota, used, remaining, windowSeconds, resetsInSeconds }] }`. A request counts for its address.
 */
export function registerLimitsRoute(app: FastifyInstance, options: LimitsRouteOptions): void {
  const { limits, credentials, verifier } = options;
  app.get('/gateway/limits', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const clientAddress = toCountedAddress(request.ip);
    const refusal = await limits.admitAddress(clientAddress, (name, value) => void reply.header(name, value));
    if (refusal) {
      const [error] = refusal.errors;
      return reply
        .code(refusal.status ?? 429)
        .headers(Object.fromEntries(toRefusalHeaders(refusal)))
        .send({ code: error?.extensions?.['code'], message: error?.message });
    }
    try {
      const caller = await identifyCaller(request, credentials, verifier);
      return toBody(await limits.readUse({ caller, clientAddress }), Date.now());
    } catch (error) {
      return refuse(reply, error);
    }
  });
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  const refusal = toCredentialRefusal(error);
  if (refusal === undefined) throw error;
  const { status, headers, code, message } = refusal;
  return reply.code(status).headers(headers).send({ code, message });
}

function toBody({ plan, buckets }: LimitUse, nowMs: number) {
  return {
    plan: plan ?? null,
    limits: buckets.map((read) => ({
      policy: read.bucket.policy,
      unit: read.bucket.unit,
      quota: read.bucket.quota,
      used: read.used,
      remaining: toRemaining(read),
      windowSeconds: read.bucket.windowMs / 1_000,
      resetsInSeconds: toSecondsLeft(read.endsAtMs, nowMs),
    })),
  };
}
