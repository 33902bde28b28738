import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { v7 as createId } from 'uuid';
import { parseIdempotencyKey, runKeyed } from '#platform/graphql/idempotency-key.ts';
import { InputProblems, type UserError } from '#platform/graphql/input-problems.ts';
import { checkVersion } from '#platform/graphql/optimistic-lock.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type {
  ArchiveCustomerInput,
  CreateCustomerInput,
  CustomerStatus,
  UpdateCustomerInput,
  UserErrorCode,
} from '../generated/types.ts';
import type { CustomerModel } from '../models.ts';
import { parseCustomerFields } from './customer-fields.ts';
import {
  findCustomers,
  findIdByExternalReference,
  insertCustomer,
  updateCustomer,
} from './customer-store.ts';

/** What a mutation of a customer answers. */
export interface CustomerPayload {
  readonly customer: CustomerModel | null;
  readonly userErrors: UserError<UserErrorCode>[];
}

type Problems = InputProblems<UserErrorCode>;

/** What people do with customers. Each call answers with the customer or with all that is wrong with its input. */
export interface CustomerService {
  create(input: CreateCustomerInput, principal: Principal): Promise<CustomerPayload>;
  update(input: UpdateCustomerInput): Promise<CustomerPayload>;
  archive(input: ArchiveCustomerInput): Promise<CustomerPayload>;
  restore(input: ArchiveCustomerInput): Promise<CustomerPayload>;
}

export function createCustomerService(db: PostgresJsDatabase): CustomerService {
  async function create(input: CreateCustomerInput, principal: Principal): Promise<CustomerPayload> {
    const problems: Problems = new InputProblems();
    const { idempotencyKey, ...given } = input;
    const { displayName, ...fields } = parseCustomerFields(given, problems);
    const key = parseIdempotencyKey(idempotencyKey, problems.at('idempotencyKey'));
    if (!problems.isEmpty || displayName === undefined || key === undefined) {
      await checkExternalReference(fields.externalReference, undefined, problems);
      return refuse(problems);
    }
    const call = { operation: 'createCustomer', principal, key, input: given };
    const outcome = await runKeyed(db, call, (tx) =>
      insertCustomer(tx, { id: createId(), displayName, ...fields }),
    );
    if (outcome.kind === 'reused') noteReusedKey(problems);
    else if (outcome.result === undefined) noteTaken(problems);
    else return accept(await find(outcome.result));
    return refuse(problems);
  }

  async function update(input: UpdateCustomerInput): Promise<CustomerPayload> {
    const problems: Problems = new InputProblems();
    const { id, expectedVersion, ...given } = input;
    const changes = parseCustomerFields(given, problems);
    const current = await find(id);
    checkVersion(current, expectedVersion, problems);
    await checkExternalReference(changes.externalReference, current?.id, problems);
    if (current === undefined || !problems.isEmpty) return refuse(problems);
    const isChange = Object.values(changes).some((value) => value !== undefined);
    return isChange ? write(current, changes, problems) : accept(current);
  }

  async function setStatus(input: ArchiveCustomerInput, status: CustomerStatus): Promise<CustomerPayload> {
    const problems: Problems = new InputProblems();
    const current = await find(input.id);
    checkVersion(current, input.expectedVersion, problems);
    if (current?.status === status) {
      problems.add('WRONG_STATE', `The customer is ${status === 'ACTIVE' ? 'in use' : 'archived'} already.`);
    }
    if (current === undefined || !problems.isEmpty) return refuse(problems);
    return write(current, { status }, problems);
  }

  /** Writes what was found fit to be written; the customer may have changed in between. */
  async function write(
    current: CustomerModel,
    changes: Parameters<typeof updateCustomer>[3],
    problems: Problems,
  ): Promise<CustomerPayload> {
    const written = await updateCustomer(db, current.id, current.version, changes);
    if (written === 'taken') noteTaken(problems);
    else if (written === 'stale') checkVersion(await find(current.id), current.version, problems);
    else return accept(written);
    return refuse(problems);
  }

  async function find(id: string): Promise<CustomerModel | undefined> {
    const [customer] = await findCustomers(db, [id]);
    return customer;
  }

  async function checkExternalReference(
    reference: string | null | undefined,
    ownId: string | undefined,
    problems: Problems,
  ): Promise<void> {
    if (typeof reference !== 'string') return;
    const holder = await findIdByExternalReference(db, reference);
    if (holder !== undefined && holder !== ownId) noteTaken(problems);
  }

  return {
    create,
    update,
    archive: (input) => setStatus(input, 'ARCHIVED'),
    restore: (input) => setStatus(input, 'ACTIVE'),
  };
}

function noteTaken(problems: Problems): void {
  problems.at('externalReference').add('TAKEN', 'Another customer has this external reference.');
}

function noteReusedKey(problems: Problems): void {
  problems
    .at('idempotencyKey')
    .add('IDEMPOTENCY_KEY_REUSED', 'This key was used with another input; take a new one.');
}

function accept(customer: CustomerModel | undefined): CustomerPayload {
  return { customer: customer ?? null, userErrors: [] };
}

function refuse(problems: Problems): CustomerPayload {
  return { customer: null, userErrors: problems.errors };
}
