import { sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { SampledText } from './rare-parts.ts';

/** The texts of both columns of the index that are known from a sample. */
export interface SearchSample {
  readonly text: readonly SampledText[];
  readonly lines: readonly SampledText[];
}

/** The age of a sample from which the next search asks for a new one, in milliseconds. */
const freshMs = 600_000;

/**
 * Keeps the sample of texts that ANALYZE took of the index of searches: reading it takes PostgreSQL as long as a search. An old one
 * goes on being used while a new one is loaded.
 */
export class SearchSamples {
  readonly #db: Reader;
  #known: { readonly sample: SearchSample; readonly since: number } | undefined;
  #loading: Promise<SearchSample> | undefined;

  /** @param db not that of a caller, whose statements end when the caller is gone */
  constructor(db: Reader) {
    this.#db = db;
  }

  /** Gives the sample; both columns are empty if none was taken yet. */
  async get(): Promise<SearchSample> {
    const known = this.#known;
    if (known !== undefined && performance.now() - known.since < freshMs) return known.sample;
    this.#loading ??= this.#load();
    if (known === undefined) return this.#loading;
    // Whatever fails here, the next search tries again.
    this.#loading.catch(() => {});
    return known.sample;
  }

  async #load(): Promise<SearchSample> {
    try {
      const sample = await loadSample(this.#db);
      // A table that was not analysed yet is asked again.
      if (sample.text.length > 0) this.#known = { sample, since: performance.now() };
      return sample;
    } finally {
      this.#loading = undefined;
    }
  }
}

type SampleRow = { readonly column: string; readonly text: string; readonly share: number };

/** Reads the common texts, and texts at equal distances from each other, each for as many that are not among the common ones. */
async function loadSample(db: Reader): Promise<SearchSample> {
  // Materialized, as each row would read the texts of all otherwise.
  const rows = await db.execute<SampleRow>(sql`
    with taken as materialized (
      select attname, coalesce(most_common_vals::text::text[], '{}') as common,
        coalesce(most_common_freqs::float8[], '{}') as shares, coalesce(histogram_bounds::text::text[], '{}') as others,
        greatest(0, 1 - coalesce((select sum(one) from unnest(most_common_freqs::float8[]) as one), 0)) as rest
      from pg_stats where schemaname = 'billing' and tablename = 'invoice_search' and attname in ('text', 'lines'))
    select attname as column, one.value as text, one.share
    from taken cross join lateral unnest(common, shares) as one (value, share)
    union all
    select attname, other, rest / cardinality(others) from taken cross join lateral unnest(others) as other`);
  const { text = [], lines = [] } = Object.groupBy(rows, ({ column }) => column);
  return { text, lines };
}
