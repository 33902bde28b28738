import { join } from 'node:path';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { openStateStore, type StateStore } from './state-store.ts';

/** The kinds whose loss at a restart would be felt; codes and forms half filled in are not among them. */
const persisted: ReadonlySet<string> = new Set(['Session', 'Grant', 'RefreshToken']);

/** The time for which an entry without an end is kept. */
const defaultLifetimeMs = 24 * 60 * 60_000;

/** The longest time that an expired entry may stay. */
const sweepEveryMs = 60_000;

/** A session of the provider, for the person whose it is. */
export interface SessionSummary {
  readonly uid: string;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly expiresAtMs: number;
  readonly clientIds: readonly string[];
}

/** All that the provider remembers. */
export interface ProviderState {
  /** The entries of one kind, as oidc-provider wants them. */
  adapterOf(kind: string): Adapter;
  /** The `uid` of the session in which a client has this session identifier. */
  findSessionUid(clientId: string, sid: string): string | undefined;
  /** The sessions of a person, the latest sign-in first. */
  sessionsOf(accountId: string): SessionSummary[];
  close(): void;
}

/** Opens the state kept in a folder, and sweeps it from time to time until it is closed. */
export function openProviderState(folder: string): ProviderState {
  const stores = new Map<string, StateStore<AdapterPayload>>();

  function storeOf(kind: string): StateStore<AdapterPayload> {
    const store =
      stores.get(kind) ??
      openStateStore<AdapterPayload>(persisted.has(kind) ? { folder: join(folder, 'state', kind) } : {});
    stores.set(kind, store);
    return store;
  }

  const sweeper = setInterval(() => {
    for (const store of stores.values()) store.sweep();
  }, sweepEveryMs).unref();

  return {
    adapterOf: (kind) => createAdapter(storeOf(kind)),
    findSessionUid(clientId, sid) {
      for (const { payload } of storeOf('Session').values()) {
        if (payload.authorizations?.[clientId]?.sid === sid) return payload.uid;
      }
      return undefined;
    },
    sessionsOf(accountId) {
      return [...storeOf('Session').values()]
        .filter(({ payload }) => payload.accountId === accountId)
        .map(toSummary)
        .sort((one, other) => other.startedAtMs - one.startedAtMs);
    },
    close: () => clearInterval(sweeper),
  };
}

function toSummary({
  payload,
  expiresAtMs,
}: {
  payload: AdapterPayload;
  expiresAtMs: number;
}): SessionSummary {
  return {
    uid: payload.uid ?? '',
    startedAtMs: (payload.loginTs ?? 0) * 1000,
    expiresAtMs,
    clientIds: Object.keys(payload.authorizations ?? {}),
  };
}

function createAdapter(store: StateStore<AdapterPayload>): Adapter {
  function findBy(isWanted: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const { payload } of store.values()) {
      if (isWanted(payload)) return payload;
    }
    return undefined;
  }

  return {
    async upsert(id, payload, expiresInSeconds) {
      const lifetimeMs = expiresInSeconds === undefined ? defaultLifetimeMs : expiresInSeconds * 1000;
      store.set(id, payload, Date.now() + lifetimeMs);
    },
    find: async (id) => store.get(id),
    findByUid: async (uid) => findBy((payload) => payload.uid === uid),
    findByUserCode: async (userCode) => findBy((payload) => payload.userCode === userCode),
    async consume(id) {
      const payload = store.get(id);
      if (payload?.exp === undefined) return;
      store.set(id, { ...payload, consumed: Math.floor(Date.now() / 1000) }, payload.exp * 1000);
    },
    destroy: async (id) => store.delete(id),
    async revokeByGrantId(grantId) {
      for (const { id, payload } of store.values()) {
        if (payload.grantId === grantId) store.delete(id);
      }
    },
  };
}
