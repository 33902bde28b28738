import type { InstanceStore } from '../discovery/instance-store.ts';
import { hashDocument } from '../graphs/documents.ts';
import type { GraphRef } from '../graphs/graph-ref.ts';
import type { GraphStore } from '../graphs/graph-store.ts';
import type { RegistryParts } from '../registry-parts.ts';
import { type LookupOptions, SharedLookups, type WaitBounds } from './shared-lookups.ts';

/** The instances of a variant as gateways are given them. */
export interface InstancesDocument {
  /** JSON: `{ "subgraphs": { "<name>": [{ "id": "…", "url": "…" }] } }`. The same instances make the same text. */
  readonly text: string;
  /** The SHA-256 of the text in hexadecimal digits. */
  readonly hash: string;
}

/** Tells which instances gateways may ask, and waits for another list. A renewal makes no other one. */
export class CurrentInstances {
  readonly #graphs: GraphStore;
  readonly #instances: InstanceStore;
  readonly #lookups: SharedLookups<InstancesDocument>;

  constructor(
    { graphs, instances }: Pick<RegistryParts, 'graphs' | 'instances'>,
    options: LookupOptions = {},
  ) {
    this.#graphs = graphs;
    this.#instances = instances;
    this.#lookups = new SharedLookups((ref) => this.#load(ref), options);
  }

  /** Instances may have joined or left, or another SDL may run. */
  hint(): void {
    this.#lookups.hint();
  }

  /**
   * Waits for a list whose hash is not known.
   *
   * @returns the list at the end of the wait, whether or not it is another one
   */
  waitForOther(ref: GraphRef, known: ReadonlySet<string>, bounds: WaitBounds): Promise<InstancesDocument> {
    return this.#lookups.waitFor(ref, ({ hash }) => !known.has(hash), bounds);
  }

  async #load(ref: GraphRef): Promise<InstancesDocument> {
    const variant = await this.#graphs.findVariant(ref);
    const listed = variant === undefined ? [] : await this.#instances.list(variant.id);
    const given = listed
      .filter(({ state }) => state !== 'REFUSED')
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const bySubgraph = Map.groupBy(given, ({ subgraph }) => subgraph);
    const subgraphs = [...bySubgraph]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, ones]) => [name, ones.map(({ id, url }) => ({ id, url }))] as const);
    const text = JSON.stringify({ subgraphs: Object.fromEntries(subgraphs) });
    return { text, hash: hashDocument(text) };
  }
}
