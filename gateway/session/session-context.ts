import type { FastifyRequest } from 'fastify';
import type { Log } from '#platform/log/log.ts';
import type { Cookie } from './cookies.ts';
import type { ProviderClient } from './provider-client.ts';
import type { SecretBox } from './secret-box.ts';
import type { SessionConfiguration } from './session-configuration.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

/** Told of a sign-in that was refused, and why. */
export type SignInRefused = (request: FastifyRequest, code: string) => Promise<void>;

/** The parts that the routes of this folder share. */
export interface SessionContext {
  readonly configuration: SessionConfiguration;
  readonly provider: ProviderClient;
  readonly sessions: Sessions;
  readonly box: SecretBox;
  readonly sessionCookie: SessionCookie;
  readonly loginCookie: Cookie;
  readonly log: Log;
  readonly onRefused: SignInRefused;
  /** Remembers a value for so long; `false` when it was used before. */
  readonly spend: (valueHash: Buffer, keepSeconds: number) => Promise<boolean>;
}
