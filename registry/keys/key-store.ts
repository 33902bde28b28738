import { v7 as uuid } from 'uuid';
import { and, asc, eq, isNull, lt, or, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import { isUuid } from '#platform/database/uuid.ts';
import type { Author } from '../author.ts';
import { registryBounds } from '../bounds.ts';
import type { FieldProblem } from '../field-problem.ts';
import { addAuditEntry } from '../graphs/audit.ts';
import { lockName } from '../lock-name.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { type ApiKey, type KeyRight, keyRights, type SubgraphIdentifier } from './api-key.ts';
import type { ConfiguredKeys } from './configured-keys.ts';
import { findKeyNameProblems, findKeyProblems } from './key-problems.ts';
import { allGraphs, createKeySecret, hashKeySecret } from './key-secret.ts';
import type { NewKey } from './new-key.ts';
import { apiKeys } from './tables.ts';

/** A key as it is listed: without its secret. */
export interface ListedKey {
  readonly id: string;
  readonly name: string;
  /** The last characters of its secret. */
  readonly ending: string;
  readonly rights: readonly KeyRight[];
  /** The one graph that it is for; null for all. */
  readonly graph: string | null;
  /** The only subgraphs that it may publish, delete, check and register instances of; null for all. */
  readonly subgraphs: readonly SubgraphIdentifier[] | null;
  readonly createdAt: Date;
  /** At most an hour too early; null before its first use. */
  readonly lastUsedAt: Date | null;
}

/** A key that was just made. Its secret is shown now and never again. */
export interface CreatedKey {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
}

const endingLength = 4;
/** The time after which the use of a key is noted again, in milliseconds. */
const usedNoteMs = 3_600_000;

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
    if (found.lastUsedAt === null || Date.now() - found.lastUsedAt.getTime() > usedNoteMs)
      await this.#noteUse(found.id);
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
   * @throws {RegistryRefusal} if there are too many keys, or something is wrong with this one; CONFLICT if its id is taken
   */
  async create(key: NewKey, by: Author): Promise<CreatedKey> {
    refuseProblems(findKeyProblems(key));
    const name = key.name.trim();
    const secret = createKeySecret(key.graph);
    const id = key.id ?? uuid();
    await this.#db.transaction(async (tx) => {
      await lockName(tx, `keys:${key.graph ?? allGraphs}`);
      const created = await tx
        .insert(apiKeys)
        .values({
          id,
          name,
          hash: hashKeySecret(secret) ?? '',
          ending: secret.slice(-endingLength),
          graph: key.graph ?? null,
          rights: key.rights.join(','),
          subgraphs: key.subgraphs ?? null,
        })
        .onConflictDoNothing({ target: apiKeys.id })
        .returning({ id: apiKeys.id });
      if (created.length === 0)
        throw new RegistryRefusal(
          'CONFLICT',
          'A key with this id was made before, and its text was shown then. Delete it and make another one.',
        );
      const count = await tx.$count(apiKeys, and(isOf(key.graph), isNull(apiKeys.deletedAt)));
      if (count > registryBounds.keysPerGraph)
        throw new RegistryRefusal(
          'LIMIT_EXCEEDED',
          `There are ${registryBounds.keysPerGraph} keys already; delete one first.`,
        );
      await addAuditEntry(tx, {
        action: 'KEY_CREATED',
        graph: key.graph,
        subject: id,
        author: by,
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
    return rows.map(toListedKey);
  }

  /** Gives a key another name. @throws {RegistryRefusal} if there is no such key */
  async rename(id: string, graph: string | undefined, newName: string, by: Author): Promise<void> {
    refuseProblems(findKeyNameProblems(newName));
    const name = newName.trim();
    await this.#change(id, graph, { name }, { action: 'KEY_RENAMED', by, details: { name } });
  }

  /** Deletes a key; whoever has it is refused from now on. @throws {RegistryRefusal} if there is no such key */
  async delete(id: string, graph: string | undefined, by: Author): Promise<void> {
    await this.#change(id, graph, { deletedAt: new Date() }, { action: 'KEY_DELETED', by, details: {} });
  }

  /** Finds a key by its id, also a deleted one; undefined if it was never made. */
  async findById(id: string): Promise<{ readonly key: ListedKey; readonly isDeleted: boolean } | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await this.#db.select().from(apiKeys).where(eq(apiKeys.id, id));
    return row && { key: toListedKey(row), isDeleted: row.deletedAt !== null };
  }

  /** Requests at the same time note it once. */
  async #noteUse(id: string): Promise<void> {
    const isOld = lt(apiKeys.lastUsedAt, sql`now() - make_interval(secs => ${usedNoteMs / 1_000})`);
    await this.#db
      .update(apiKeys)
      .set({ lastUsedAt: sql`now()` })
      .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), isOld)));
  }

  async #change(
    id: string,
    graph: string | undefined,
    values: { readonly name: string } | { readonly deletedAt: Date },
    audit: {
      readonly action: string;
      readonly by: Author;
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
        author: by,
        details: { ...details, key: changed[0]?.name },
      });
    });
  }
}

function isOf(graph: string | undefined) {
  return graph === undefined ? isNull(apiKeys.graph) : eq(apiKeys.graph, graph);
}

/** Shows a key without its secret. */
export function toListedKey(row: typeof apiKeys.$inferSelect): ListedKey {
  const { id, name, ending, rights, graph, subgraphs, createdAt, lastUsedAt } = row;
  return { id, name, ending, rights: parseRights(rights), graph, subgraphs, createdAt, lastUsedAt };
}

function parseRights(text: string): readonly KeyRight[] {
  return keyRights.filter((right) => text.split(',').includes(right));
}

/** Throws all problems of a key in one message. */
function refuseProblems(problems: readonly FieldProblem[]): void {
  if (problems.length === 0) return;
  const isLimit = problems.every(({ code }) => code === 'OUT_OF_RANGE');
  const messages = new Set(problems.map(({ message }) => message));
  throw new RegistryRefusal(isLimit ? 'LIMIT_EXCEEDED' : 'BAD_USER_INPUT', [...messages].join(' '));
}

function noSuchKey(id: string): RegistryRefusal {
  return new RegistryRefusal('NOT_FOUND', `There is no key with the id ${id.slice(0, 64)}.`);
}
