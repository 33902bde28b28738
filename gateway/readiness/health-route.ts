import type { FastifyInstance } from 'fastify';
import { checkReadiness, type ReadinessPart } from '#platform/http/readiness.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { toCredentialRefusal } from '../credentials/credential-refusal.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { identifyCaller } from '../credentials/identify-caller.ts';
import { toServiceParts } from './watched-services.ts';

export interface HealthRouteOptions {
  /** As `/readyz` has them. */
  readonly parts: Readonly<Record<string, ReadinessPart>>;
  /** Services that are told of besides, and that the gateway does without. */
  readonly services: Readonly<Record<string, string>>;
  /** Whoever holds one of these roles is told. */
  readonly roles: readonly string[];
  readonly credentials: Credentials;
  readonly verifier: TokenVerifier;
  /** Asks the services. Default: that of Node.js. */
  readonly fetch?: Fetch | undefined;
}

/**
 * Tells which parts work, for a page of operators: `GET /gateway/health` answers `{ isReady, isDegraded, parts }`. Others than
 * operators of this machine are told no parts by `/readyz`, as they say how a system is built.
 */
export function registerHealthRoute(app: FastifyInstance, options: HealthRouteOptions): void {
  const { parts, roles, credentials, verifier } = options;
  const services = toServiceParts(options.services, options.fetch);
  app.get('/gateway/health', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      const { principal } = await identifyCaller(request, credentials, verifier);
      if (principal === undefined) {
        return reply.code(401).send({ code: 'UNAUTHENTICATED', message: 'Sign in to see this.' });
      }
      if (!roles.some((role) => principal.roles.has(role))) {
        const message = `This is for people with the role ${roles.join(' or ') || 'that is configured'}.`;
        return reply.code(403).send({ code: 'FORBIDDEN', message });
      }
    } catch (error) {
      const refusal = toCredentialRefusal(error);
      if (refusal === undefined) throw error;
      const { status, headers, code, message } = refusal;
      return reply.code(status).headers(headers).send({ code, message });
    }
    return checkReadiness({ ...parts, ...services });
  });
}
