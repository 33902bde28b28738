import type { FastifyInstance } from 'fastify';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { auditCredentials } from './audit/audit-credentials.ts';
import type { ClientRules } from './client-rules/client-rules.ts';
import { withClientRules } from './client-rules/with-client-rules.ts';
import { type ApiKeys, openApiKeys } from './credentials/api-keys/api-keys.ts';
import { apiKeyHeader } from './credentials/api-keys/find-api-key.ts';
import { createBearerFollower } from './credentials/bearer-follower.ts';
import { type Credentials, firstOf, type ReviewRefusedCredentials } from './credentials/credentials.ts';
import { type CallerFollower, firstFollowerOf } from './credentials/followed-caller.ts';
import { bearerCredentials } from './credentials/identify-caller.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { csrfHeader } from './session/csrf.ts';
import type { SessionCredentials } from './session/session-credentials.ts';

/** All that tells who calls. */
export interface GatewayCallers {
  /** The sign-in of people, if they sign in here. */
  readonly sessions: SessionCredentials | undefined;
  /** Follows callers of connections that last. */
  readonly follower: CallerFollower;
  readonly credentials: Credentials;
  /** For files, which browsers ask for without a header of ours. */
  readonly fileCredentials: Credentials;
  /** Headers by which callers show themselves, which pages of other origins may send. */
  readonly headers: readonly string[];
  readonly onRefused: ReviewRefusedCredentials | undefined;
}

/** Opens API keys, bearer tokens and sessions; the rules of clients hold for each. */
export async function openCallers(
  parts: GatewayParts,
  app: FastifyInstance,
  { verifier, clientRules }: { readonly verifier: TokenVerifier; readonly clientRules: ClientRules },
): Promise<GatewayCallers> {
  const sessions = await parts.signIn?.register(app, verifier);
  const onRefused = parts.audit && auditCredentials(parts.audit);
  const apiKeys = openGatewayApiKeys(parts, verifier);
  const followers = [apiKeys?.follower, createBearerFollower(verifier), sessions].filter(isPresent);
  const programs = [apiKeys?.credentials, bearerCredentials].filter(isPresent);
  const toCredentials = (ofBrowsers: Credentials | undefined) => ({
    ...withClientRules(firstOf(...[...programs, ofBrowsers].filter(isPresent)), clientRules),
    onRefused,
  });
  return {
    sessions,
    follower: firstFollowerOf(...followers),
    credentials: toCredentials(sessions),
    fileCredentials: toCredentials(sessions?.ofFiles),
    headers: [...(sessions ? [csrfHeader] : []), ...(apiKeys ? [apiKeyHeader] : [])],
    onRefused,
  };
}

/** The API keys of clients of the first issuer's, if keys are taken. */
function openGatewayApiKeys(
  { configuration: { apiKeys, issuers }, owner }: GatewayParts,
  verifier: TokenVerifier,
): ApiKeys | undefined {
  const [issuer] = issuers;
  if (apiKeys === undefined || issuer === undefined) return undefined;
  const opened = openApiKeys({ ...apiKeys, issuer, verifier });
  owner.own('API keys', () => opened.close());
  return opened;
}

function isPresent<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}
