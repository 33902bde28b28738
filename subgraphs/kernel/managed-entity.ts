import { v7 as createId } from 'uuid';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { findBrokenUniqueConstraint } from '#platform/database/unique-violation.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { answerOnce } from './answer-once.ts';
import { InputProblems, type UserError } from './input-problems.ts';

/** The columns of every object that people create, change, archive and restore. */
export interface ManagedRow {
  readonly id: string;
  readonly version: number;
  readonly status: 'ACTIVE' | 'ARCHIVED';
}

/**
 * One kind of managed object: its words, its rules and its statements.
 *
 * `Changes` are the fields to be set; undefined ones stay as they are.
 */
export interface ManagedKind<Row extends ManagedRow, Input, Changes extends object> {
  /** The name of one object in messages, for example `customer`. */
  readonly noun: string;
  /** The mutation that adds one. */
  readonly createOperation: string;
  /**
   * Reads the given fields and notes all problems; undefined stands for absent and for wrong ones.
   *
   * @param current the object as it is; absent for a new one
   */
  parse(input: Input, problems: InputProblems, current?: Row): Changes;
  /** The field that no two objects may share, and its value among changes. */
  readonly unique: {
    readonly field: string;
    readonly message: string;
    /** The name of the constraint in the database. */
    readonly constraint: string;
    valueOf(changes: Changes): string | null | undefined;
  };
  find(id: string): Promise<Row | undefined>;
  findIdByUnique(value: string): Promise<string | undefined>;
  /** Adds an object; undefined if the unique value is in use. */
  insert(tx: Transaction, id: string, changes: Changes): Promise<Row | undefined>;
  /** Changes an object that is at this version; undefined if it is at another one. */
  update(
    tx: Transaction,
    id: string,
    version: number,
    changes: Changes | Pick<Row, 'status'>,
  ): Promise<Row | undefined>;
}

/** The answer of a mutation. */
export interface ManagedPayload<Row> {
  readonly row: Row | null;
  readonly userErrors: UserError[];
}

/** Names an object in the version that its caller has seen. */
interface VersionedInput {
  readonly id: string;
  readonly expectedVersion: number;
}

/** An input of a mutation that its caller may repeat with the same key. */
interface KeyedInput {
  readonly idempotencyKey?: string | null | undefined;
}

/** The use cases of managed objects. Each call answers with the object or with all problems of its input. */
export interface ManagedEntity<Row, Input> {
  create(input: Input & KeyedInput, principal: Principal): Promise<ManagedPayload<Row>>;
  update(input: Input & VersionedInput): Promise<ManagedPayload<Row>>;
  archive(input: VersionedInput): Promise<ManagedPayload<Row>>;
  restore(input: VersionedInput): Promise<ManagedPayload<Row>>;
}

export function createManagedEntity<Row extends ManagedRow, Input, Changes extends object>(
  db: PostgresJsDatabase,
  kind: ManagedKind<Row, Input, Changes>,
): ManagedEntity<Row, Input> {
  type Payload = ManagedPayload<Row>;

  async function create(given: Input & KeyedInput, principal: Principal): Promise<Payload> {
    const { idempotencyKey: key, ...rest } = given;
    const input = rest as Input;
    const call = { operation: kind.createOperation, principal, key, input };
    const newId = createId();
    let added: Row | undefined;
    const { value: id, problems } = await answerOnce<Changes>(db, call, {
      id: newId,
      prepare: async () => {
        const found = new InputProblems();
        const changes = kind.parse(input, found);
        await checkUnique(kind, changes, undefined, found);
        return found.isEmpty ? { value: changes } : { problems: found.errors };
      },
      write: async (tx, changes) => {
        added = await kind.insert(tx, newId, changes);
        if (added !== undefined) return { value: newId };
        const found = new InputProblems();
        noteTaken(kind, found);
        return { problems: found.errors };
      },
    });
    if (problems !== undefined) return { row: null, userErrors: [...problems] };
    return accept(added?.id === id ? added : ((await kind.find(id)) ?? null));
  }

  async function update({ id, expectedVersion, ...rest }: Input & VersionedInput): Promise<Payload> {
    const problems = new InputProblems();
    const current = await kind.find(id);
    const changes = kind.parse(rest as Input, problems, current);
    checkVersion(kind, current, expectedVersion, problems);
    await checkUnique(kind, changes, current?.id, problems);
    if (current === undefined || !problems.isEmpty) return refuse(problems);
    const isChange = Object.values(changes).some((value) => value !== undefined);
    if (isChange) return write(current, changes, problems);
    recordNoEffect();
    return accept(current);
  }

  async function setStatus(input: VersionedInput, status: Row['status']): Promise<Payload> {
    const problems = new InputProblems();
    const current = await kind.find(input.id);
    checkVersion(kind, current, input.expectedVersion, problems);
    if (current?.status === status) {
      const state = status === 'ACTIVE' ? 'in use' : 'archived';
      problems.add('WRONG_STATE', `The ${kind.noun} is ${state} already.`);
    }
    if (current === undefined || !problems.isEmpty) return refuse(problems);
    return write(current, { status }, problems);
  }

  /** Writes changes without problems; another caller may have been faster. */
  async function write(
    current: Row,
    changes: Changes | Pick<Row, 'status'>,
    problems: InputProblems,
  ): Promise<Payload> {
    try {
      const row = await db.transaction(async (tx) => {
        const changed = await kind.update(tx, current.id, current.version, changes);
        if (changed !== undefined) await recordEffect(tx, { id: changed.id });
        return changed;
      });
      if (row !== undefined) return accept(row);
      checkVersion(kind, await kind.find(current.id), current.version, problems);
    } catch (error) {
      if (findBrokenUniqueConstraint(error) !== kind.unique.constraint) throw error;
      noteTaken(kind, problems);
    }
    return refuse(problems);
  }

  return {
    create,
    update,
    archive: (input) => setStatus(input, 'ARCHIVED'),
    restore: (input) => setStatus(input, 'ACTIVE'),
  };
}

/** Notes that the object is not there, or is no longer in the version that its caller has seen. */
function checkVersion(
  { noun }: { readonly noun: string },
  current: ManagedRow | undefined,
  expectedVersion: number,
  problems: InputProblems,
): void {
  if (current === undefined) {
    problems.at('id').add('NOT_FOUND', `There is no ${noun} with this id.`);
  } else if (current.version !== expectedVersion) {
    const message = `The ${noun} is at version ${current.version} now: read it again and repeat the change.`;
    problems.at('expectedVersion').add('CONFLICT', message);
  }
}

async function checkUnique<Row extends ManagedRow, Input, Changes extends object>(
  kind: ManagedKind<Row, Input, Changes>,
  changes: Changes,
  ownId: string | undefined,
  problems: InputProblems,
): Promise<void> {
  const value = kind.unique.valueOf(changes);
  if (typeof value !== 'string') return;
  const holder = await kind.findIdByUnique(value);
  if (holder !== undefined && holder !== ownId) noteTaken(kind, problems);
}

function noteTaken(
  { unique }: { readonly unique: { readonly field: string; readonly message: string } },
  problems: InputProblems,
): void {
  problems.at(unique.field).add('TAKEN', unique.message);
}

function accept<Row>(row: Row | null): ManagedPayload<Row> {
  return { row, userErrors: [] };
}

function refuse(problems: InputProblems): { row: null; userErrors: UserError[] } {
  return { row: null, userErrors: problems.errors };
}
