import { LRUCache } from 'lru-cache';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { plainTls, type SubgraphTls, type TlsProfile } from './tls/subgraph-tls.ts';

export interface SubgraphConnectionsOptions {
  /** Time to open a connection, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** The largest answer, in bytes. */
  readonly maxResponseBytes: number;
  /** Connections kept to each subgraph. */
  readonly connectionsPerOrigin: number;
}

/** The connections that all transports share, with the bounds of the requests over them. Its owner closes it. */
export interface SubgraphConnections {
  readonly options: SubgraphConnectionsOptions;
  /** Finds the connections over which a subgraph is asked at an origin from now on. */
  find(subgraph: string, origin: string): SubgraphDispatcher;
  /** Waits for the requests under way. */
  close(): Promise<void>;
}

/** The connections of one profile; with HTTP/2, those to one origin. */
interface SubgraphDispatcher {
  readonly dispatcher: Dispatcher;
  /** An answer has come. */
  noteAnswer(): void;
  /** A request that was sent at this instant (`performance.now()`) has got no answer in its time. */
  noteSilence(sentAtMs: number): void;
}

/** Origins to which connections with HTTP/2 are kept. */
const maxOrigins = 1_000;

/** Opens the connections when they are needed: one pool an origin. */
export function createSubgraphConnections(
  options: SubgraphConnectionsOptions,
  tls: SubgraphTls = plainTls,
): SubgraphConnections {
  return new Connections(options, tls);
}

class Connections implements SubgraphConnections {
  readonly options: SubgraphConnectionsOptions;
  readonly #tls: SubgraphTls;
  readonly #byGroup = new Map<string, Held>();
  readonly #byOrigin = new LRUCache<string, Held>({ max: maxOrigins, dispose: (held) => this.#retire(held) });
  readonly #retiring = new Set<Promise<void>>();

  constructor(options: SubgraphConnectionsOptions, tls: SubgraphTls) {
    this.options = options;
    this.#tls = tls;
  }

  find(subgraph: string, origin: string): SubgraphDispatcher {
    const profile = this.#tls.find(subgraph);
    return profile.isHttp2 ? this.#findByOrigin(profile, origin) : this.#findByGroup(profile);
  }

  async close(): Promise<void> {
    for (const held of this.#byGroup.values()) this.#retire(held);
    this.#byGroup.clear();
    this.#byOrigin.clear();
    await Promise.all(this.#retiring);
  }

  #findByGroup(profile: TlsProfile): Held {
    const known = this.#byGroup.get(profile.group);
    if (known?.profile === profile) return known;
    const held = new Held(profile, this.options);
    this.#byGroup.set(profile.group, held);
    if (known !== undefined) this.#retire(known);
    return held;
  }

  #findByOrigin(profile: TlsProfile, origin: string): Held {
    const key = `${profile.group} ${origin}`;
    const known = this.#byOrigin.get(key);
    if (known?.profile === profile && !known.isSilent) return known;
    const held = new Held(profile, this.options);
    this.#byOrigin.set(key, held);
    return held;
  }

  /** Requests under way keep their connections until they end. */
  #retire({ dispatcher }: Held): void {
    const retiring = dispatcher
      .close()
      .catch(() => {})
      .finally(() => this.#retiring.delete(retiring));
    this.#retiring.add(retiring);
  }
}

/** Connections with one profile. */
class Held implements SubgraphDispatcher {
  readonly profile: TlsProfile;
  readonly dispatcher: Agent;
  #answeredAtMs = 0;
  #isSilent = false;

  constructor(profile: TlsProfile, { connectionsPerOrigin, connectTimeoutMs }: SubgraphConnectionsOptions) {
    this.profile = profile;
    this.dispatcher = new Agent({
      connections: connectionsPerOrigin,
      allowH2: profile.isHttp2,
      connect: toConnector(profile, connectTimeoutMs),
      // One timer for each request bounds the wait for a connection, too; these would only be moved with each part of a body.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * True if a connection may be dead without a sign. Whoever gives up a request over HTTP/1.1 closes its connection, but over HTTP/2
   * others share it, and would be sent into the void for as long as the operating system tries to reach the other end.
   */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  noteAnswer(): void {
    this.#answeredAtMs = performance.now();
  }

  noteSilence(sentAtMs: number): void {
    if (this.#answeredAtMs < sentAtMs) this.#isSilent = true;
  }
}

function toConnector(
  { isHttp2, context, serverName }: TlsProfile,
  connectTimeoutMs: number,
): buildConnector.connector {
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    allowH2: isHttp2,
    preferH2: isHttp2,
    ...(context !== undefined && { secureContext: context }),
  });
  if (serverName === undefined) return connect;
  return (target, callback) => connect({ ...target, servername: serverName }, callback);
}
