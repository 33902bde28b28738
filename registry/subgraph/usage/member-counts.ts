import { LRUCache } from 'lru-cache';
import type { Sql } from 'postgres';
import type { VariantPeriod } from './variant-period.ts';

/** Long enough for a person to turn pages, short enough to see what clients send now. */
const keptMs = 15_000;
const maxPeriods = 20;

/** Counts the requests of all members of a schema, which takes as long as there is usage, and keeps the counts for some seconds. */
export class MemberCounts {
  readonly #sql: Sql;
  readonly #counts = new LRUCache<string, Promise<ReadonlyMap<string, number>>>({
    max: maxPeriods,
    ttl: keptMs,
  });

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The requests of a period by coordinate; without the coordinates that nobody used. */
  load(period: VariantPeriod): Promise<ReadonlyMap<string, number>> {
    const key = `${period.variantId} ${period.days}`;
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const counts = this.#count(period);
    this.#counts.set(key, counts);
    counts.catch(() => this.#counts.delete(key));
    return counts;
  }

  async #count({ variantId, days }: VariantPeriod): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#sql<{ coordinate: string; count: string }[]>`
      select used.coordinate, sum(used.count)::text as count
      from registry.coordinate_usage used
      join registry.usage_operations operation on operation.id = used.operation_id
      where operation.variant_id = ${variantId}
        and used.day > (now() at time zone 'UTC')::date - ${days}::int
      group by 1`;
    return new Map(rows.map(({ coordinate, count }) => [coordinate, Number(count)]));
  }
}
