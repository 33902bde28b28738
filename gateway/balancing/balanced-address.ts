import type { RouteEnd, RouteUse, SubgraphRoute } from '../upstream/subgraph-routes.ts';

/** An address that a subgraph is known to have. */
export interface SubgraphAddress {
  readonly url: string;
  /** The IP address of its host, where it was looked up. */
  readonly ip?: string | undefined;
  /** The name of the instance at the registry, for the log. */
  readonly id?: string | undefined;
}

/** The times of an address that cannot be connected to, in milliseconds. */
export interface EjectionTimes {
  /** It is left out for this long, then twice as long with each failure, ... */
  readonly firstMs: number;
  /** ... up to this long. */
  readonly maxMs: number;
  /** After that one request tries it, and the others wait this long for its outcome. */
  readonly trialMs: number;
}

interface BalancedAddressOptions {
  readonly times: EjectionTimes;
  readonly now: () => number;
  /** Called when it is left out for so many milliseconds. */
  readonly onEjected: (forMs: number) => void;
}

/** One of the addresses over which requests to a subgraph are balanced, with what this gateway has seen of it. */
export class BalancedAddress {
  readonly address: SubgraphAddress;
  readonly #options: BalancedAddressOptions;
  readonly #open = { request: 0, subscription: 0 };
  #failures = 0;
  #failedAtMs = 0;
  #outUntilMs = 0;

  constructor(address: SubgraphAddress, options: BalancedAddressOptions) {
    this.address = address;
    this.#options = options;
  }

  /** The number of requests or subscriptions that are open over it. */
  countOpen(use: RouteUse): number {
    return this.#open[use];
  }

  /** The instant until which it is left out; past if it is not. */
  get outUntilMs(): number {
    return this.#outUntilMs;
  }

  get isOut(): boolean {
    return this.#failures > 0 && this.#options.now() < this.#outUntilMs;
  }

  /** Opens a route over it. If it has failed before, the route is a trial, and others leave it out meanwhile. */
  open(use: RouteUse): SubgraphRoute {
    this.#open[use] += 1;
    const failedAtMs = this.#failedAtMs;
    if (this.#failures > 0) this.#outUntilMs = this.#options.now() + this.#options.times.trialMs;
    let isEnded = false;
    return {
      url: this.address.url,
      ip: this.address.ip,
      end: (how) => {
        if (isEnded) return;
        isEnded = true;
        this.#open[use] -= 1;
        // A subscription may have been connected long before it ends, and whoever leaves has seen nothing.
        const isOld = failedAtMs !== this.#failedAtMs && (how === 'left' || use === 'subscription');
        if (how === 'failed' || !isOld) this.#note(how);
      },
    };
  }

  #note(how: RouteEnd): void {
    const { now } = this.#options;
    if (how === 'reached') this.#failures = 0;
    else if (how === 'left') this.#outUntilMs = Math.min(this.#outUntilMs, now());
    else this.#fail(now());
  }

  #fail(nowMs: number): void {
    const { firstMs, maxMs } = this.#options.times;
    // Requests that fail together are one failure.
    const isKnown = this.#failures > 0 && nowMs - this.#failedAtMs < firstMs;
    if (!isKnown) {
      this.#failedAtMs = nowMs;
      this.#failures += 1;
    }
    const forMs = Math.min(firstMs * 2 ** (this.#failures - 1), maxMs);
    this.#outUntilMs = this.#failedAtMs + forMs;
    if (!isKnown) this.#options.onEjected(forMs);
  }
}
