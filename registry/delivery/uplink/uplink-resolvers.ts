import { parse, print } from 'graphql';
import { LRUCache } from 'lru-cache';
import { stripSecurityLinks } from '#platform/authorization/strip-security-links.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import { formatGraphRef, type GraphRef, parseGraphRef } from '../../graphs/graph-ref.ts';
import { coversGraph, hasRight } from '../../keys/api-key.ts';
import type { CallerFinder } from '../../keys/caller-finder.ts';
import { findManifestHash } from '../../persisted/find-manifest-hash.ts';
import type { CurrentSupergraph, CurrentSupergraphs } from '../current-supergraphs.ts';
import type { OpenRefs } from './uplink-refs.ts';

export interface UplinkOptions {
  readonly db: PostgresJsDatabase;
  readonly callers: CallerFinder;
  readonly supergraphs: CurrentSupergraphs;
  readonly openRefs: OpenRefs;
  /** The shortest time between two questions of one gateway, in seconds. */
  readonly pollSeconds: number;
  readonly log: Log;
}

/** The arguments of every question. */
export interface UplinkArguments {
  readonly ref: string;
  readonly apiKey: string;
  readonly ifAfterId?: string | null;
}

/** The sender of a question. */
export interface UplinkCaller {
  readonly ip: string;
  /** The address by which it reaches the registry, without a path. */
  readonly origin: string;
}

type UplinkErrorCode = 'AUTHENTICATION_FAILED' | 'ACCESS_DENIED' | 'UNKNOWN_REF' | 'RETRY_LATER';
type UplinkAnswer = Readonly<Record<string, unknown>> & { readonly __typename: string };

/** The answer about licences never changes. */
const entitlementId = 'none';
const entitlementPollSeconds = 3_600;
/** The id of the answer that a variant has no list of persisted queries. */
const noList = 'none';
/** Texts without security links, by the hashes of the whole ones. */
const maxStrippedTexts = 20;

/**
 * Answers Apollo's gateways. Any error but RETRY_LATER ends the questions of a Router for good, so the others are given only when
 * key and ref were looked up and found wrong.
 */
export class UplinkResolvers {
  readonly #options: UplinkOptions;
  readonly #stripped = new LRUCache<string, string>({ max: maxStrippedTexts });

  constructor(options: UplinkOptions) {
    this.#options = options;
  }

  routerConfig(asked: UplinkArguments, from: UplinkCaller): Promise<UplinkAnswer> {
    return this.#answer(asked, from, async (source, isOpen) => {
      const state = await this.#options.supergraphs.find(source);
      if (state === 'absent') return this.#refuse('UNKNOWN_REF', `There is no variant ${asked.ref}.`);
      if (state === 'empty')
        return this.#refuse('RETRY_LATER', 'No launch of this variant has composed yet.');
      const id = state.launchedAt.toISOString();
      const minDelaySeconds = this.#options.pollSeconds;
      if (id === asked.ifAfterId) return { __typename: 'Unchanged', id, minDelaySeconds };
      const supergraphSDL = await this.#loadText(state, isOpen);
      return { __typename: 'RouterConfigResult', id, supergraphSDL, minDelaySeconds };
    });
  }

  routerEntitlements(asked: UplinkArguments, from: UplinkCaller): Promise<UplinkAnswer> {
    return this.#answer(asked, from, async () => {
      const rest = { id: entitlementId, minDelaySeconds: entitlementPollSeconds };
      return asked.ifAfterId === entitlementId
        ? { __typename: 'Unchanged', ...rest }
        : { __typename: 'RouterEntitlementsResult', entitlement: null, ...rest };
    });
  }

  persistedQueries(asked: UplinkArguments, from: UplinkCaller): Promise<UplinkAnswer> {
    return this.#answer(asked, from, async (source) => {
      const hash = await findManifestHash(this.#options.db, source);
      const rest = { id: hash ?? noList, minDelaySeconds: this.#options.pollSeconds };
      if (asked.ifAfterId === rest.id) return { __typename: 'Unchanged', ...rest };
      const chunks =
        hash === undefined ? null : [{ id: hash, urls: [`${from.origin}/persisted/${hash}.json`] }];
      return { __typename: 'PersistedQueriesResult', chunks, ...rest };
    });
  }

  async #answer(
    { ref: text, apiKey }: UplinkArguments,
    { ip }: UplinkCaller,
    find: (source: GraphRef, isOpen: boolean) => Promise<UplinkAnswer>,
  ): Promise<UplinkAnswer> {
    const { callers, openRefs, log } = this.#options;
    try {
      const key = await callers.find({ headers: { 'x-api-key': apiKey }, ip });
      if (key === undefined)
        return this.#refuse('AUTHENTICATION_FAILED', 'This registry does not know the key.');
      const ref = parseGraphRef(text);
      const source = ref && (openRefs.get(formatGraphRef(ref)) ?? ref);
      if (ref === undefined || source === undefined || !coversGraph(key, source.graph)) {
        return this.#refuse('UNKNOWN_REF', 'There is no such graph for this key.');
      }
      if (!hasRight(key, 'READ', source.graph)) {
        return this.#refuse('ACCESS_DENIED', `The key has no right READ for the graph ${source.graph}.`);
      }
      return await find(source, openRefs.has(formatGraphRef(ref)));
    } catch (error) {
      log.warn({ reason: toErrorText(error) }, 'a question of Uplink could not be answered');
      return this.#refuse('RETRY_LATER', 'The registry cannot tell now; ask again.');
    }
  }

  async #loadText({ hash }: CurrentSupergraph, isOpen: boolean): Promise<string> {
    if (!isOpen) return this.#options.supergraphs.loadText(hash);
    const kept = this.#stripped.get(hash);
    if (kept !== undefined) return kept;
    const whole = await this.#options.supergraphs.loadText(hash);
    const text = print(stripSecurityLinks(parse(whole, { noLocation: true })));
    this.#stripped.set(hash, text);
    return text;
  }

  #refuse(code: UplinkErrorCode, message: string): UplinkAnswer {
    return { __typename: 'FetchError', code, message, minDelaySeconds: this.#options.pollSeconds };
  }
}
