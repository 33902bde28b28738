import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Credentials } from '../credentials/credentials.ts';
import type {
  CallerFollower,
  ConnectionCredentials,
  FollowedCaller,
} from '../credentials/followed-caller.ts';
import { requireCsrfHeader, requireOwnPage } from './csrf.ts';
import type { SessionCookie } from './session-cookie.ts';
import { SessionError } from './session-error.ts';
import type { SessionWatch } from './session-watch.ts';
import type { Sessions } from './sessions.ts';

/**
 * Credentials by session cookie.
 *
 * A request without the cookie is not its business. One with the cookie must carry the CSRF header, queries by GET
 * included, since a cookie goes along with what other pages make a browser send.
 *
 * `tokenFor` throws {@link SessionError}, whose `statusCode` is the answer's: CSRF_HEADER_REQUIRED (403),
 * SESSION_EXPIRED (401, and the answer clears the cookie), PROVIDER_UNREACHABLE (503).
 */
export class SessionCredentials implements Credentials, CallerFollower {
  readonly #sessions: Sessions;
  readonly #watch: SessionWatch;
  readonly #cookie: SessionCookie;
  readonly #ended = new WeakSet<FastifyRequest>();

  constructor(sessions: Sessions, watch: SessionWatch, cookie: SessionCookie) {
    this.#sessions = sessions;
    this.#watch = watch;
    this.#cookie = cookie;
  }

  tokenFor(request: FastifyRequest): Promise<string | undefined> {
    return this.#tokenFor(request, requireCsrfHeader);
  }

  /** The same for files: a GET, which a page causes by a link, needs no CSRF header if it comes from a page of our origin. */
  get ofFiles(): Credentials {
    return { tokenFor: (request) => this.#tokenFor(request, requireOwnPage) };
  }

  async #tokenFor(
    request: FastifyRequest,
    requireOwn: (request: FastifyRequest) => void,
  ): Promise<string | undefined> {
    const id = this.#cookie.find(request.headers.cookie);
    if (id === undefined) return undefined;
    requireOwn(request);
    try {
      return await this.#sessions.tokenOf(id);
    } catch (error) {
      if (error instanceof SessionError && error.code === 'SESSION_EXPIRED') this.#ended.add(request);
      throw error;
    }
  }

  /**
   * Follows the session of a connection that stays open. That no other site opened it is for the caller to know.
   *
   * @throws {SessionError} SESSION_EXPIRED or PROVIDER_UNREACHABLE
   */
  async follow({ cookie }: ConnectionCredentials): Promise<FollowedCaller | undefined> {
    const id = this.#cookie.find(cookie);
    return id === undefined ? undefined : this.#watch.follow(id);
  }

  /** Makes the answers of this server take the cookie of an ended session away. */
  clearCookieOfEndedSessions(app: FastifyInstance): void {
    app.addHook('onSend', async (request, reply) => {
      if (this.#ended.has(request)) reply.header('set-cookie', this.#cookie.clear());
    });
  }
}
