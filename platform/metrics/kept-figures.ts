import type { Metric, Registry } from 'prom-client';

type Labels<Name extends string> = Readonly<Record<Name, string>>;

/** One figure as prom-client writes it, and adds it up over workers. */
interface WrittenValue {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

interface FigureOptions<Name extends string> {
  readonly name: string;
  readonly help: string;
  /** At least one. All of them have a value in each figure. */
  readonly labelNames: readonly Name[];
  readonly registers: readonly Registry[];
}

/**
 * Figures by the values of their labels. prom-client checks labels, sorts their names and writes them as a key for each number that is
 * counted, which took three hundredths of a short request; here a key is a join of values, and prom-client is given the sums when they are asked for.
 */
abstract class KeptFigures<Name extends string, Sums> {
  readonly name: string;
  readonly help: string;
  abstract readonly type: 'counter' | 'histogram';
  /** Over workers, figures are added up. */
  readonly aggregator = 'sum';
  readonly #labelNames: readonly Name[];
  readonly #kept = new Map<string, { readonly labels: Labels<Name>; readonly sums: Sums }>();

  constructor({ name, help, labelNames, registers }: FigureOptions<Name>) {
    this.name = name;
    this.help = help;
    this.#labelNames = labelNames;
    // Registries ask metrics for no more than their names and figures.
    for (const registry of registers) registry.registerMetric(this as unknown as Metric);
  }

  /** Forgets the figures with these labels. */
  remove(labels: Labels<Name>): void {
    this.#kept.delete(this.#toKey(labels));
  }

  /** For registries, which call it with each collection. */
  async get() {
    const { name, help, type, aggregator } = this;
    const values: WrittenValue[] = [];
    for (const { labels, sums } of this.#kept.values()) values.push(...this.write(labels, sums));
    return { name, help, type, values, aggregator };
  }

  /** For registries that are set back. */
  reset(): void {
    this.#kept.clear();
  }

  protected find(labels: Labels<Name>): Sums {
    const key = this.#toKey(labels);
    const known = this.#kept.get(key);
    if (known !== undefined) return known.sums;
    const sums = this.createSums();
    this.#kept.set(key, { labels: { ...labels }, sums });
    return sums;
  }

  protected abstract createSums(): Sums;
  protected abstract write(labels: Labels<Name>, sums: Sums): WrittenValue[];

  #toKey(labels: Labels<Name>): string {
    let key = '';
    for (const name of this.#labelNames) key += `${labels[name]}\0`;
    return key;
  }
}

/** A counter whose figures are kept by their labels, see {@link KeptFigures}. */
export class KeptCounter<Name extends string> extends KeptFigures<Name, { value: number }> {
  readonly type = 'counter';

  inc(labels: Labels<Name>, by = 1): void {
    this.find(labels).value += by;
  }

  protected createSums() {
    return { value: 0 };
  }

  protected write(labels: Labels<Name>, { value }: { readonly value: number }): WrittenValue[] {
    return [{ labels, value }];
  }
}

interface Observed {
  /** The number of values up to each bound and above the one before. */
  readonly counts: number[];
  sum: number;
  count: number;
}

/** A histogram whose figures are kept by their labels, see {@link KeptFigures}. */
export class KeptHistogram<Name extends string> extends KeptFigures<Name, Observed> {
  readonly type = 'histogram';
  readonly #bounds: readonly number[];

  constructor({ buckets, ...options }: FigureOptions<Name> & { readonly buckets: readonly number[] }) {
    super(options);
    this.#bounds = buckets;
  }

  observe(labels: Labels<Name>, value: number): void {
    const observed = this.find(labels);
    observed.sum += value;
    observed.count += 1;
    const at = this.#bounds.findIndex((bound) => value <= bound);
    if (at >= 0) observed.counts[at] = (observed.counts[at] ?? 0) + 1;
  }

  protected createSums(): Observed {
    return { counts: this.#bounds.map(() => 0), sum: 0, count: 0 };
  }

  protected write(labels: Labels<Name>, { counts, sum, count }: Observed): WrittenValue[] {
    let upTo = 0;
    const buckets = this.#bounds.map((le, at) => {
      upTo += counts[at] ?? 0;
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: upTo };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_bucket`, labels: { le: '+Inf', ...labels }, value: count },
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}
