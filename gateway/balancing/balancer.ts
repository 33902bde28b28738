import type { RouteUse, SubgraphRoute, SubgraphRoutes } from '../upstream/subgraph-routes.ts';
import { BalancedAddress, type EjectionTimes, type SubgraphAddress } from './balanced-address.ts';

/** Addresses of subgraphs by their names; a subgraph that is missing has none. */
export type SubgraphAddresses = ReadonlyMap<string, readonly SubgraphAddress[]>;

/** Is told what happens to the addresses of subgraphs. */
export interface BalancerObserver {
  joined(subgraph: string, address: SubgraphAddress): void;
  left(subgraph: string, address: SubgraphAddress): void;
  /** The number of addresses of a subgraph has changed. */
  counted(subgraph: string, count: number): void;
  /** A request is sent to another address after an attempt that got no usable answer. */
  repeated(subgraph: string): void;
  /** An address is left out for a while, since nobody could be reached there. */
  ejected(subgraph: string, address: SubgraphAddress, forMs: number): void;
}

export interface BalancerOptions {
  readonly observer: BalancerObserver;
  readonly times?: Partial<EjectionTimes>;
  /** In milliseconds. */
  readonly now?: () => number;
}

const usualTimes: EjectionTimes = { firstMs: 1_000, maxMs: 30_000, trialMs: 5_000 };

/** The number of addresses that are tried for one request, beside the one of the supergraph. */
const maxTried = 3;

/**
 * Chooses where requests go: to the less busy of two addresses picked at random, so that neither a slow one nor a new one gets more
 * than it can take ("the power of two choices"). An address that could not be reached is left out for a time that grows; the last
 * one never is.
 */
export class Balancer {
  readonly #options: BalancerOptions;
  readonly #times: EjectionTimes;
  readonly #now: () => number;
  #members: ReadonlyMap<string, readonly BalancedAddress[]> = new Map();

  constructor(options: BalancerOptions) {
    this.#options = options;
    this.#times = { ...usualTimes, ...options.times };
    this.#now = options.now ?? (() => performance.now());
  }

  /** Puts other addresses in the place of those known. One that stays keeps what was seen of it. */
  replace(addresses: SubgraphAddresses): void {
    const { observer } = this.#options;
    const before = this.#members;
    const after = new Map<string, readonly BalancedAddress[]>();
    for (const [subgraph, wanted] of addresses) {
      if (wanted.length > 0)
        after.set(subgraph, this.#toMembers(subgraph, wanted, before.get(subgraph) ?? []));
    }
    this.#members = after;
    for (const subgraph of new Set([...before.keys(), ...after.keys()])) {
      const old = before.get(subgraph) ?? [];
      const next = after.get(subgraph) ?? [];
      const joined = next.filter((member) => !old.includes(member));
      const left = old.filter((member) => !next.includes(member));
      for (const { address } of joined) observer.joined(subgraph, address);
      for (const { address } of left) observer.left(subgraph, address);
      if (next.length !== old.length) observer.counted(subgraph, next.length);
    }
  }

  /** Finds up to so many addresses of a subgraph, those first that are not left out. */
  findUrls(subgraph: string, max: number): readonly string[] {
    const members = this.#members.get(subgraph) ?? [];
    const sound = members.toSorted((one, other) => Number(one.isOut) - Number(other.isOut));
    return [...new Set(sound.map(({ address }) => address.url))].slice(0, max);
  }

  /**
   * Creates the routes of one supergraph.
   *
   * @param urls its addresses, used while a subgraph has no others, and when none of those can be reached
   */
  createRoutes(urls: ReadonlyMap<string, string>): SubgraphRoutes {
    const fallbacks = new Map([...urls].map(([name, url]) => [name, this.#createMember({ url }, () => {})]));
    return {
      find: (subgraph, use, tried) => {
        const fallback = fallbacks.get(subgraph);
        if (fallback === undefined) throw new TypeError(`There is no subgraph ${subgraph}.`);
        const member = this.#choose(subgraph, fallback, use, tried);
        if (member !== undefined && tried.length > 0) this.#options.observer.repeated(subgraph);
        return member?.open(use);
      },
    };
  }

  #choose(
    subgraph: string,
    fallback: BalancedAddress,
    use: RouteUse,
    tried: readonly SubgraphRoute[],
  ): BalancedAddress | undefined {
    const members = this.#members.get(subgraph);
    if (members === undefined) return tried.length === 0 ? fallback : undefined;
    const isNew = ({ address }: BalancedAddress) =>
      !tried.some(({ url, ip }) => url === address.url && ip === address.ip);
    const left = members.filter((member) => isNew(member) && isAsSecure(member, fallback));
    const isEnough = tried.length >= maxTried;
    const isOther = members.every(
      ({ address: { url, ip } }) => url !== fallback.address.url || ip !== undefined,
    );
    const other = isOther && isNew(fallback) ? fallback : undefined;
    const sound = isEnough ? [] : left.filter((member) => !member.isOut);
    if (sound.length > 0) return this.#pick(sound, use);
    if (other !== undefined && !other.isOut) return other;
    if (isEnough) return undefined;
    return findSoonest(other === undefined ? left : [...left, other]);
  }

  #pick(members: readonly BalancedAddress[], use: RouteUse): BalancedAddress | undefined {
    const first = Math.floor(Math.random() * members.length);
    // Another one than the first, each with the same chance.
    const second = (first + 1 + Math.floor(Math.random() * (members.length - 1))) % members.length;
    const one = members[first];
    const other = members[second];
    return one && other && other.countOpen(use) < one.countOpen(use) ? other : one;
  }

  #toMembers(
    subgraph: string,
    wanted: readonly SubgraphAddress[],
    known: readonly BalancedAddress[],
  ): readonly BalancedAddress[] {
    return wanted.map(
      (address) =>
        known.find(
          ({ address: { url, ip, id } }) => url === address.url && ip === address.ip && id === address.id,
        ) ?? this.#createMember(address, (forMs) => this.#options.observer.ejected(subgraph, address, forMs)),
    );
  }

  #createMember(address: SubgraphAddress, onEjected: (forMs: number) => void): BalancedAddress {
    return new BalancedAddress(address, { times: this.#times, now: this.#now, onEjected });
  }
}

/** Tokens that go to the supergraph's address over TLS go nowhere without it. */
function isAsSecure({ address }: BalancedAddress, fallback: BalancedAddress): boolean {
  return hasTls(address) || !hasTls(fallback.address);
}

function hasTls({ url }: SubgraphAddress): boolean {
  return new URL(url).protocol === 'https:';
}

function findSoonest(members: readonly BalancedAddress[]): BalancedAddress | undefined {
  return members.toSorted((one, other) => one.outUntilMs - other.outUntilMs)[0];
}
