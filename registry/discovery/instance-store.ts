import type { Sql, TransactionSql } from 'postgres';
import type { Log } from '#platform/log/log.ts';
import { registryBounds } from '../bounds.ts';
import { formatGraphRef, type GraphRef } from '../graphs/graph-ref.ts';
import type { ApiKey } from '../keys/api-key.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import type { InstanceFacts, InstanceName, InstanceState, ListedInstance } from './instance.ts';

/** The channel on which a change of instances is told, by the variant's id. */
export const instanceChannel = 'registry_instances';

export interface InstanceSettings {
  /** True if gateways are not given instances whose SDL is not the one that runs. */
  readonly refusesDiffering: boolean;
}

interface InstanceRow extends InstanceFacts {
  readonly subgraph: string;
  readonly id: string;
  readonly runs: boolean;
  readonly registeredMs: number;
  readonly renewedMs: number;
  readonly expiresMs: number;
}

/** The live instances of subgraphs. Their times are those of the database, so that the clocks of registries do not matter. */
export class InstanceStore {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #settings: InstanceSettings;

  constructor({ sql, log }: { readonly sql: Sql; readonly log: Log }, settings: InstanceSettings) {
    this.#sql = sql;
    this.#log = log;
    this.#settings = settings;
  }

  /**
   * Registers an instance, or renews its lease if it is live with the same facts. An address is one instance: another one that
   * was registered with it is forgotten, as after a process was killed and started again.
   *
   * @throws {RegistryRefusal} if the subgraph is not published, or has too many instances
   */
  async register(name: InstanceName, facts: InstanceFacts, key: ApiKey): Promise<ListedInstance> {
    const { subgraph, id } = name;
    const variantId = await this.#requirePublished(name);
    const isRenewed = await this.#renew(variantId, name, facts);
    if (!isRenewed) await this.#insert(variantId, name, facts, key);
    const one = (await this.list(variantId, subgraph)).find((listed) => listed.id === id);
    // Another process may have taken its address, or the subgraph was deleted.
    if (one === undefined) throw new RegistryRefusal('NOT_FOUND', 'The instance is not registered any more.');
    return one;
  }

  /** Removes an instance. Nothing happens if there is none. */
  async leave({ ref, subgraph, id }: InstanceName): Promise<void> {
    const left = await this.#sql.begin(async (tx) => {
      const deleted = await tx<{ variantId: string; url: string }[]>`
        delete from registry.instances i using registry.variants v
        where v.graph = ${ref.graph} and v.name = ${ref.variant} and i.variant_id = v.id
          and i.subgraph = ${subgraph} and i.id = ${id}
        returning v.id as "variantId", i.url`;
      for (const { variantId } of deleted) await notify(tx, variantId);
      return deleted;
    });
    for (const { url } of left)
      this.#log.info({ graphRef: formatGraphRef(ref), subgraph, instance: id, url }, 'an instance left');
  }

  /** Lists the live instances of a variant by subgraph, the oldest first; those of one subgraph if it is named. */
  async list(variantId: string, subgraph?: string): Promise<readonly ListedInstance[]> {
    const rows = await this.#sql<InstanceRow[]>`
      select i.subgraph, i.id, i.url, i.sdl_hash as "sdlHash", i.version, i.lease_seconds as "leaseSeconds",
        ${this.#toMs('registered_at')} as "registeredMs", ${this.#toMs('renewed_at')} as "renewedMs",
        ${this.#toMs('expires_at')} as "expiresMs",
        coalesce(running.sdl_hash = i.sdl_hash, false) as runs
      from registry.instances i
      join registry.heads h on h.variant_id = i.variant_id and h.name = i.subgraph
      left join lateral (
        select s.sdl_hash from registry.variants v
        join registry.launch_parts p on p.launch_id = v.current_launch
        join registry.subgraph_versions s on s.id = p.version_id
        where v.id = i.variant_id and s.name = i.subgraph
      ) running on true
      where i.variant_id = ${variantId} and i.expires_at > now()
        and ${subgraph === undefined ? this.#sql`true` : this.#sql`i.subgraph = ${subgraph}`}
      order by i.subgraph, i.registered_at, i.id`;
    const other: InstanceState = this.#settings.refusesDiffering ? 'REFUSED' : 'DIFFERS';
    return rows.map(({ runs, registeredMs, renewedMs, expiresMs, ...row }) => ({
      ...row,
      state: runs ? 'LIVE' : other,
      registeredAt: new Date(registeredMs),
      renewedAt: new Date(renewedMs),
      expiresAt: new Date(expiresMs),
    }));
  }

  /** Deletes instances whose lease is over, and gives their number. */
  async deleteExpired(): Promise<number> {
    const expired = await this.#sql<
      { graph: string; variant: string; subgraph: string; id: string; url: string }[]
    >`
      delete from registry.instances i using registry.variants v
      where v.id = i.variant_id and i.expires_at <= now()
      returning v.graph, v.name as variant, i.subgraph, i.id, i.url`;
    for (const { subgraph, id, url, ...ref } of expired)
      this.#log.warn(
        { graphRef: formatGraphRef(ref), subgraph, instance: id, url },
        'an instance did not renew its lease and is no longer live',
      );
    return expired.length;
  }

  async #requirePublished({ ref, subgraph }: { ref: GraphRef; subgraph: string }): Promise<string> {
    const [found] = await this.#sql<{ id: string }[]>`
      select v.id from registry.variants v
      join registry.heads h on h.variant_id = v.id and h.name = ${subgraph}
      where v.graph = ${ref.graph} and v.name = ${ref.variant}`;
    if (found !== undefined) return found.id;
    const message = `The subgraph ${subgraph} is not published in ${formatGraphRef(ref)} yet.`;
    throw new RegistryRefusal('NOT_FOUND', message);
  }

  /** Renews the lease of a live instance that tells the same as before: one statement, and nothing for gateways to know. */
  async #renew(
    variantId: string,
    { subgraph, id }: InstanceName,
    { url, sdlHash, version, leaseSeconds }: InstanceFacts,
  ): Promise<boolean> {
    const renewed = await this.#sql`
      update registry.instances
      set renewed_at = now(), lease_seconds = ${leaseSeconds}, expires_at = now() + make_interval(secs => ${leaseSeconds})
      where variant_id = ${variantId} and subgraph = ${subgraph} and id = ${id} and url = ${url}
        and sdl_hash = ${sdlHash} and version = ${version} and expires_at > now()
      returning 1`;
    return renewed.length > 0;
  }

  async #insert(
    variantId: string,
    { ref, subgraph, id }: InstanceName,
    { url, sdlHash, version, leaseSeconds }: InstanceFacts,
    key: ApiKey,
  ): Promise<void> {
    await this.#sql.begin(async (tx) => {
      const lock = `instances:${variantId}:${subgraph}`;
      await tx`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`;
      await tx`
        delete from registry.instances
        where variant_id = ${variantId} and subgraph = ${subgraph} and (id = ${id} or url = ${url} or expires_at <= now())`;
      const [{ count } = { count: 0 }] = await tx<{ count: number }[]>`
        select count(*)::int as count from registry.instances
        where variant_id = ${variantId} and subgraph = ${subgraph}`;
      if (count >= registryBounds.instancesPerSubgraph) {
        const message = `The subgraph ${subgraph} has ${count} live instances, which is the most.`;
        throw new RegistryRefusal('LIMIT_EXCEEDED', message);
      }
      await tx`
        insert into registry.instances (variant_id, subgraph, id, url, sdl_hash, version, lease_seconds, key_id,
          registered_at, renewed_at, expires_at)
        values (${variantId}, ${subgraph}, ${id}, ${url}, ${sdlHash}, ${version}, ${leaseSeconds}, ${key.id},
          now(), now(), now() + make_interval(secs => ${leaseSeconds}))`;
      await notify(tx, variantId);
    });
    this.#log.info(
      { graphRef: formatGraphRef(ref), subgraph, instance: id, url, version, key: key.id },
      'an instance joined',
    );
  }

  /** The pool has drizzle's parsers, which leave instants as texts. */
  #toMs(column: string) {
    return this.#sql`(extract(epoch from i.${this.#sql(column)}) * 1000)::float8`;
  }
}

async function notify(tx: TransactionSql, variantId: string): Promise<void> {
  await tx`select pg_notify(${instanceChannel}, ${variantId})`;
}
