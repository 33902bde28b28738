import { v7 as createId } from 'uuid';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { noteReusedKey, parseIdempotencyKey, runKeyed, type Transaction } from './idempotency-key.ts';
import { InputProblems, type UserError } from './input-problems.ts';
import { checkVersion } from './optimistic-lock.ts';

/** What every object has that people create, change, archive and restore. */
export interface ManagedRow {
  readonly id: string;
  readonly version: number;
  readonly status: 'ACTIVE' | 'ARCHIVED';
}

/** What can be wrong with a change of one, whatever its fields. */
export type ManagedCode =
  | 'REQUIRED'
  | 'INVALID'
  | 'TOO_LONG'
  | 'TAKEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'WRONG_STATE'
  | 'IDEMPOTENCY_KEY_REUSED';

/**
 * One kind of managed object: its rules and its statements. Domain words come in from here.
 *
 * `Changes` are fields to be set, undefined ones to be left alone; `Fields` are changes with all that a new one needs.
 */
export interface ManagedKind<
  Row extends ManagedRow,
  Input,
  Changes extends object,
  Fields extends Changes,
  Code extends string,
> {
  /** How people call one, for example `customer`. */
  readonly noun: string;
  /** The mutation that adds one. */
  readonly createOperation: string;
  /** Reads the fields that are given, undefined where absent or wrong, and notes all that is wrong with them. */
  parse(input: Input, problems: InputProblems<Code | ManagedCode>): Changes;
  /** Whether every field is there that a new one needs. */
  isComplete(changes: Changes): changes is Fields;
  /** The field that no two may share, and its value among changes. */
  readonly unique: {
    readonly field: string;
    readonly message: string;
    valueOf(changes: Changes): string | null | undefined;
  };
  find(id: string): Promise<Row | undefined>;
  findIdByUnique(value: string): Promise<string | undefined>;
  /** Gives the id back, undefined when the unique value is in use. */
  insert(tx: Transaction, id: string, fields: Fields): Promise<string | undefined>;
  /** Gives the new row, `stale` when it is not at this version, `taken` when the unique value is in use. */
  update(
    id: string,
    version: number,
    changes: Changes | Pick<Row, 'status'>,
  ): Promise<Row | 'stale' | 'taken'>;
}

/** What a mutation answers. */
export interface ManagedPayload<Row, Code extends string> {
  readonly row: Row | null;
  readonly userErrors: UserError<Code | ManagedCode>[];
}

/** Names an object as its caller last saw it. */
export interface VersionedInput {
  readonly id: string;
  readonly expectedVersion: number;
}

/** What people do with managed objects. Each call answers with the object or with all that is wrong with its input. */
export interface ManagedEntity<Row, Input, Code extends string> {
  create(
    input: Input & { readonly idempotencyKey?: string | null | undefined },
    principal: Principal,
  ): Promise<ManagedPayload<Row, Code>>;
  update(input: Input & VersionedInput): Promise<ManagedPayload<Row, Code>>;
  archive(input: VersionedInput): Promise<ManagedPayload<Row, Code>>;
  restore(input: VersionedInput): Promise<ManagedPayload<Row, Code>>;
}

export function createManagedEntity<
  Row extends ManagedRow,
  Input,
  Changes extends object,
  Fields extends Changes,
  Code extends string,
>(
  db: PostgresJsDatabase,
  kind: ManagedKind<Row, Input, Changes, Fields, Code>,
): ManagedEntity<Row, Input, Code> {
  type Problems = InputProblems<Code | ManagedCode>;
  type Payload = ManagedPayload<Row, Code>;

  async function create(
    { idempotencyKey, ...rest }: Input & { readonly idempotencyKey?: string | null | undefined },
    principal: Principal,
  ): Promise<Payload> {
    const problems: Problems = new InputProblems();
    const input = rest as Input;
    const fields = kind.parse(input, problems);
    const key = parseIdempotencyKey(idempotencyKey, problems.at('idempotencyKey'));
    if (!problems.isEmpty || key === undefined || !kind.isComplete(fields)) {
      await checkUnique(fields, undefined, problems);
      return refuse(problems);
    }
    const call = { operation: kind.createOperation, principal, key, input };
    const outcome = await runKeyed(db, call, (tx) => kind.insert(tx, createId(), fields));
    if (outcome.kind === 'reused') noteReusedKey(problems);
    else if (outcome.result === undefined) noteTaken(problems);
    else return accept((await kind.find(outcome.result)) ?? null);
    return refuse(problems);
  }

  async function update({ id, expectedVersion, ...rest }: Input & VersionedInput): Promise<Payload> {
    const problems: Problems = new InputProblems();
    const changes = kind.parse(rest as Input, problems);
    const current = await kind.find(id);
    checkVersion(current, expectedVersion, problems);
    await checkUnique(changes, current?.id, problems);
    if (current === undefined || !problems.isEmpty) return refuse(problems);
    const isChange = Object.values(changes).some((value) => value !== undefined);
    return isChange ? write(current, changes, problems) : accept(current);
  }

  async function setStatus(input: VersionedInput, status: Row['status']): Promise<Payload> {
    const problems: Problems = new InputProblems();
    const current = await kind.find(input.id);
    checkVersion(current, input.expectedVersion, problems);
    if (current?.status === status) {
      const state = status === 'ACTIVE' ? 'in use' : 'archived';
      problems.add('WRONG_STATE', `The ${kind.noun} is ${state} already.`);
    }
    if (current === undefined || !problems.isEmpty) return refuse(problems);
    return write(current, { status }, problems);
  }

  /** Writes what was found fit to be written; another caller may have been faster. */
  async function write(
    current: Row,
    changes: Changes | Pick<Row, 'status'>,
    problems: Problems,
  ): Promise<Payload> {
    const written = await kind.update(current.id, current.version, changes);
    if (written === 'taken') noteTaken(problems);
    else if (written === 'stale') checkVersion(await kind.find(current.id), current.version, problems);
    else return accept(written);
    return refuse(problems);
  }

  async function checkUnique(changes: Changes, ownId: string | undefined, problems: Problems): Promise<void> {
    const value = kind.unique.valueOf(changes);
    if (typeof value !== 'string') return;
    const holder = await kind.findIdByUnique(value);
    if (holder !== undefined && holder !== ownId) noteTaken(problems);
  }

  function noteTaken(problems: Problems): void {
    problems.at(kind.unique.field).add('TAKEN', kind.unique.message);
  }

  const accept = (row: Row | null): Payload => ({ row, userErrors: [] });
  const refuse = (problems: Problems): Payload => ({ row: null, userErrors: problems.errors });

  return {
    create,
    update,
    archive: (input) => setStatus(input, 'ARCHIVED'),
    restore: (input) => setStatus(input, 'ACTIVE'),
  };
}
