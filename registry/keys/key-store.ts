import { v7 as uuid } from 'uuid';
import { and, asc, eq, isNull, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { registryBounds } from '../bounds.ts';
import { addAuditEntry } from '../graphs/audit.ts';
import { isSubgraphName, parseGraphRef } from '../graphs/graph-ref.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { isStorableText } from '../storable-text.ts';
import { type ApiKey, type KeyRight, keyRights, type SubgraphIdentifier } from './api-key.ts';
import type { ConfiguredKeys } from './configured-keys.ts';
import { createKeySecret, hashKeySecret } from './key-secret.ts';
import { apiKeys } from './tables.ts';

/** A key as it is listed: without its secret. */
export interface ListedKey {
  readonly id: string;
  readonly name: string;
  /** The last characters of its secret. */
  readonly ending: string;
  readonly rights: readonly KeyRight[];
  readonly createdAt: Date;
}

/** A key to be made. */
export interface NewKey {
  readonly name: string;
  /** The one graph that it is for; undefined for all. */
  readonly graph: string | undefined;
  readonly rights: readonly KeyRight[];
  readonly subgraphs?: readonly SubgraphIdentifier[] | undefined;
}

/** A key that was just made. Its secret is shown now and never again. */
export interface CreatedKey {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
}

const endingLength = 4;

/** The API keys of the registry: those that were made and those of the configuration. */
export class KeyStore {
  readonly #db: PostgresJsDatabase;
  readonly #configured: ConfiguredKeys;

  constructor(db: PostgresJsDatabase, configured: ConfiguredKeys) {
    this.#db = db;
    this.#configured = configured;
  }

  /** Finds the key whose secret this is; undefined if there is none, or if it was deleted. */
  async find(secret: string): Promise<ApiKey | undefined> {
    const hash = hashKeySecret(secret);
    if (hash === undefined) return undefined;
    const configured = this.#configured.find(hash);
    if (configured !== undefined) return configured;
    const [found] = await this.#db
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.deletedAt)));
    if (found === undefined) return undefined;
    return {
      id: found.id,
      name: found.name,
      graph: found.graph ?? undefined,
      rights: new Set(parseRights(found.rights)),
      subgraphs: found.subgraphs ?? undefined,
    };
  }

  /**
   * Creates a key with a new secret.
   *
   * @param by the key of the caller; undefined for the command of an operator
   * @throws {RegistryRefusal} if there are too many keys, or the name is empty or too long
   */
  async create(key: NewKey, by: ApiKey | undefined): Promise<CreatedKey> {
    const name = checkKeyName(key.name);
    checkSubgraphs(key);
    const secret = createKeySecret(key.graph);
    const id = uuid();
    await this.#db.transaction(async (tx) => {
      const count = await tx.$count(apiKeys, and(isOf(key.graph), isNull(apiKeys.deletedAt)));
      if (count >= registryBounds.keysPerGraph)
        throw new RegistryRefusal('LIMIT_EXCEEDED', `There are ${count} keys already; delete one first.`);
      await tx.insert(apiKeys).values({
        id,
        name,
        hash: hashKeySecret(secret) ?? '',
        ending: secret.slice(-endingLength),
        graph: key.graph ?? null,
        rights: key.rights.join(','),
        subgraphs: key.subgraphs ?? null,
      });
      await addAuditEntry(tx, {
        action: 'KEY_CREATED',
        graph: key.graph,
        subject: id,
        key: by,
        details: { name, rights: key.rights, subgraphs: key.subgraphs ?? null },
      });
    });
    return { id, name, secret };
  }

  /** Lists the keys of a graph, or those for all graphs, the oldest first. */
  async list(graph: string | undefined): Promise<readonly ListedKey[]> {
    const rows = await this.#db
      .select()
      .from(apiKeys)
      .where(and(isOf(graph), isNull(apiKeys.deletedAt)))
      .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))
      .limit(registryBounds.keysPerGraph);
    return rows.map(({ id, name, ending, rights, createdAt }) => ({
      id,
      name,
      ending,
      rights: parseRights(rights),
      createdAt,
    }));
  }

  /** Gives a key another name. @throws {RegistryRefusal} if there is no such key */
  async rename(id: string, graph: string | undefined, newName: string, by: ApiKey): Promise<void> {
    const name = checkKeyName(newName);
    await this.#change(id, graph, { name }, { action: 'KEY_RENAMED', by, details: { name } });
  }

  /** Deletes a key; whoever has it is refused from now on. @throws {RegistryRefusal} if there is no such key */
  async delete(id: string, graph: string | undefined, by: ApiKey | undefined): Promise<void> {
    await this.#change(id, graph, { deletedAt: new Date() }, { action: 'KEY_DELETED', by, details: {} });
  }

  async #change(
    id: string,
    graph: string | undefined,
    values: { readonly name: string } | { readonly deletedAt: Date },
    audit: {
      readonly action: string;
      readonly by: ApiKey | undefined;
      readonly details: Readonly<Record<string, unknown>>;
    },
  ): Promise<void> {
    if (!isUuid(id)) throw noSuchKey(id);
    await this.#db.transaction(async (tx) => {
      const changed = await tx
        .update(apiKeys)
        .set(values)
        .where(and(eq(apiKeys.id, id), isOf(graph), isNull(apiKeys.deletedAt)))
        .returning({ name: apiKeys.name });
      if (changed.length === 0) throw noSuchKey(id);
      const { action, by, details } = audit;
      await addAuditEntry(tx, {
        action,
        graph,
        subject: id,
        key: by,
        details: { ...details, key: changed[0]?.name },
      });
    });
  }
}

function isOf(graph: string | undefined) {
  return graph === undefined ? isNull(apiKeys.graph) : eq(apiKeys.graph, graph);
}

function parseRights(text: string): readonly KeyRight[] {
  return keyRights.filter((right) => text.split(',').includes(right));
}

function checkKeyName(name: string): string {
  const trimmed = name.trim();
  const isShort = trimmed.length >= 1 && trimmed.length <= registryBounds.keyName;
  if (isShort && isStorableText(trimmed)) return trimmed;
  throw new RegistryRefusal(
    'BAD_USER_INPUT',
    `The name of a key has 1 to ${registryBounds.keyName} characters.`,
  );
}

function checkSubgraphs({ subgraphs = [], graph: only }: NewKey): void {
  if (subgraphs.length > registryBounds.subgraphsPerKey) {
    const message = `A key is for at most ${registryBounds.subgraphsPerKey} subgraphs.`;
    throw new RegistryRefusal('LIMIT_EXCEEDED', message);
  }
  for (const { graph, variant, subgraph } of subgraphs) {
    const isNamed = parseGraphRef(`${graph}@${variant}`) !== undefined && isSubgraphName(subgraph);
    if (!isNamed || (only !== undefined && graph !== only))
      throw new RegistryRefusal('BAD_USER_INPUT', 'Name subgraphs of the graph that the key is for.');
  }
}

function noSuchKey(id: string): RegistryRefusal {
  return new RegistryRefusal('NOT_FOUND', `There is no key with the id ${id.slice(0, 64)}.`);
}
