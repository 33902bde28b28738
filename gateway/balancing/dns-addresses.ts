import { type LookupAddress, lookup } from 'node:dns';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import { pause } from '#platform/waiting/pause.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import { overdue, within } from '#platform/waiting/within.ts';
import type { SubgraphAddress } from './balanced-address.ts';
import type { SubgraphAddresses } from './balancer.ts';

/** Finds all IP addresses of a host. */
export type LookUpHost = (host: string) => Promise<readonly LookupAddress[]>;

export interface DnsAddressesOptions {
  readonly refreshMs: number;
  /** Is told the addresses whenever they were looked up. */
  readonly onAddresses: (addresses: SubgraphAddresses) => void;
  readonly log: Log;
  /** The longest wait for an answer; a host without one keeps the addresses that it had. Default 5,000. */
  readonly answerMs?: number;
  /** Default: as the operating system does, with its search domains and `/etc/hosts`. */
  readonly lookUp?: LookUpHost;
}

const lookUpAll = promisify(lookup);

const usualAnswerMs = 5_000;
/** The number of lookups at once: Node.js has four threads for them and for files. */
const maxLookups = 2;
/** More addresses of one host are left out. */
const maxAddresses = 100;

/** Looks up the hosts of subgraphs again and again, for names that stand for several addresses. */
export class DnsAddresses {
  readonly #options: DnsAddressesOptions;
  readonly #lookUp: LookUpHost;
  readonly #closing = new AbortController();
  #urls: ReadonlyMap<string, string> = new Map();
  #known: ReadonlyMap<string, readonly SubgraphAddress[]> = new Map();
  #failing = new Set<string>();
  #looking: Promise<void> = Promise.resolve();
  readonly #turns = createTurns(maxLookups);
  readonly #pending = new Map<string, Promise<readonly LookupAddress[]>>();

  constructor(options: DnsAddressesOptions) {
    this.#options = options;
    this.#lookUp = options.lookUp ?? ((host) => lookUpAll(host, { all: true }));
  }

  /** Follows the hosts of these subgraphs from now on. A subgraph whose address is another one has none until it was looked up. */
  follow(urls: ReadonlyMap<string, string>): void {
    this.#urls = new Map([...urls].filter(([, url]) => isName(new URL(url).hostname)));
    const staying = [...this.#known].filter(([subgraph, [first]]) => first?.url === this.#urls.get(subgraph));
    if (staying.length === this.#known.size) return;
    this.#known = new Map(staying);
    this.#options.onAddresses(this.#known);
  }

  /** Looks up all hosts once, and from then on until closed. */
  async open(): Promise<void> {
    await this.#refresh();
    this.#looking = this.#keepLooking();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#looking;
  }

  async #keepLooking(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await pause(this.#options.refreshMs, signal);
      if (!signal.aborted) await this.#refresh();
    }
  }

  async #refresh(): Promise<void> {
    const urls = this.#urls;
    const found = await Promise.all(
      [...urls].map(async ([subgraph, url]) => [subgraph, await this.#find(subgraph, url)] as const),
    );
    // Another supergraph may have come meanwhile.
    if (this.#closing.signal.aborted || urls !== this.#urls) return;
    this.#known = new Map(found);
    this.#options.onAddresses(this.#known);
  }

  /** Finds the addresses of a host; those known before if it cannot be looked up now. */
  async #find(subgraph: string, url: string): Promise<readonly SubgraphAddress[]> {
    const known = this.#known.get(subgraph) ?? [];
    const { hostname } = new URL(url);
    const { answerMs = usualAnswerMs } = this.#options;
    try {
      const found = await within(this.#lookUpOnce(hostname), answerMs);
      if (found === overdue) throw new Error(`no answer within ${answerMs} ms`);
      this.#failing.delete(hostname);
      const ips = new Set(found.map(({ address }) => address));
      return [...ips]
        .sort()
        .slice(0, maxAddresses)
        .map((ip) => ({ url, ip }));
    } catch (error) {
      const reason = toErrorText(error);
      if (!this.#failing.has(hostname))
        this.#options.log.warn(
          { subgraph, host: hostname, reason },
          'the host of a subgraph cannot be looked up',
        );
      this.#failing.add(hostname);
      return known;
    }
  }

  /** Looks up a host, unless that is under way: a resolver that does not answer holds a thread of the process for long. */
  #lookUpOnce(hostname: string): Promise<readonly LookupAddress[]> {
    const pending = this.#pending.get(hostname);
    if (pending !== undefined) return pending;
    const begun = this.#turns.run(() => this.#lookUp(hostname));
    this.#pending.set(hostname, begun);
    const end = () => void this.#pending.delete(hostname);
    begun.then(end, end);
    return begun;
  }
}

function isName(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
}
