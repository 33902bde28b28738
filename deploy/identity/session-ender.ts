import type { Client, Provider, Session } from 'oidc-provider';
import type { Log } from '#platform/log/log.ts';
import type { ProviderState } from './provider-state.ts';

/** The members of a client that the published types of oidc-provider lack. */
interface BackchannelClient {
  backchannelLogout(subject: string, sid: string): Promise<void>;
}

/** Ends sessions of the provider from outside of the browser that holds them. */
export class SessionEnder {
  readonly #provider: Provider;
  readonly #state: ProviderState;
  readonly #log: Log;

  constructor(provider: Provider, state: ProviderState, log: Log) {
    this.#provider = provider;
    this.#state = state;
    this.#log = log;
  }

  /** Ends the session in which a client has this session identifier, if there is one. */
  async endBySid(clientId: string, sid: string): Promise<void> {
    const uid = this.#state.findSessionUid(clientId, sid);
    if (uid !== undefined) await this.endByUid(uid);
  }

  /** Ends all sessions of a person but one, if it is given. @returns how many */
  async endAll(accountId: string, exceptUid?: string): Promise<number> {
    const uids = this.#state.sessionsOf(accountId).map(({ uid }) => uid);
    const ended = uids.filter((uid) => uid !== exceptUid);
    await Promise.all(ended.map((uid) => this.endByUid(uid)));
    return ended.length;
  }

  /** Revokes what the session's clients were given, and tells them by their back channel. */
  async endByUid(uid: string): Promise<void> {
    const session = await this.#provider.Session.findByUid(uid);
    if (session === undefined) return;
    const authorizations = Object.entries(session.authorizations ?? {});
    for (const [, { grantId }] of authorizations) {
      if (grantId === undefined) continue;
      await this.#provider.RefreshToken.revokeByGrantId(grantId);
      await this.#provider.AuthorizationCode.revokeByGrantId(grantId);
      await this.#provider.Grant.adapter.destroy(grantId);
    }
    await session.destroy();
    await Promise.all(authorizations.map(([clientId, { sid }]) => this.#notify(clientId, session, sid)));
  }

  /** OpenID Connect Back-Channel Logout 1.0 section 2.5. A client that cannot be reached does not keep it from ending. */
  async #notify(clientId: string, { accountId }: Session, sid: string | undefined): Promise<void> {
    const client = await this.#provider.Client.find(clientId);
    if (client?.backchannelLogoutUri === undefined || accountId === undefined || sid === undefined) return;
    try {
      await (client as Client & BackchannelClient).backchannelLogout(accountId, sid);
    } catch (error) {
      this.#log.warn({ err: error, client: clientId }, 'could not tell a client that a session ended');
    }
  }
}
