import type { OperationDefinitionNode } from 'graphql';
import type { Principal } from '#platform/tokens/principal.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { toUserKey } from '../clients/common/user-key.ts';
import type { Caller } from '../operation/caller.ts';
import type { ReadOperation } from '../operation/read-operation.ts';
import { type Bucket, createBucket } from './counting/bucket.ts';
import type { Charge } from './counting/take-all.ts';
import { findRootFields } from './root-fields.ts';
import {
  isPlanName,
  type LimitRules,
  type PlanName,
  type Unit,
  type WindowRule,
} from './rules/limit-rules.ts';

/** The buckets of one policy, by unit; absent for a unit that is not limited. */
type PolicyBuckets = Readonly<Partial<Record<Unit, Bucket>>>;

/** A caller, with the address of its client. */
export interface AddressedCaller {
  readonly caller: Caller;
  readonly clientAddress: string;
}

const dayMs = 86_400_000;
const none: PolicyBuckets = {};

/** The policies of one file of limits. */
export class Policies {
  readonly #rules: LimitRules;
  readonly #address: PolicyBuckets;
  readonly #strict: PolicyBuckets;
  readonly #caller: PolicyBuckets;
  readonly #daily: Readonly<Record<PlanName, PolicyBuckets>>;
  readonly #strictNames: ReadonlySet<string>;
  readonly #strictFields: ReadonlySet<string>;

  constructor(rules: LimitRules) {
    const { address, strict, caller, plans } = rules;
    this.#rules = rules;
    this.#address = toWindowBuckets('address', address);
    this.#strict = toWindowBuckets('strict', strict);
    this.#caller = toWindowBuckets('caller', caller);
    this.#daily = {
      free: toBuckets('daily', plans.free, { windowMs: dayMs, isDaily: true }),
      standard: toBuckets('daily', plans.standard, { windowMs: dayMs, isDaily: true }),
      unlimited: none,
    };
    this.#strictNames = new Set(strict?.operationNames);
    this.#strictFields = new Set(strict?.rootFields);
  }

  /** The identifiers of all buckets. */
  get bucketIds(): ReadonlySet<string> {
    const policies = [this.#address, this.#strict, this.#caller, ...Object.values(this.#daily)];
    return new Set(policies.flatMap((buckets) => Object.values(buckets).map(({ id }) => id)));
  }

  /** The charge of an operation of which only the address of its client is known; none if that is not limited. */
  chargeAddress(clientAddress: string): Charge | undefined {
    const { operations: bucket } = this.#address;
    return bucket && { bucket, key: clientAddress, points: 1 };
  }

  /** The further charges of an operation that was read. */
  chargeOperation(
    { caller, clientAddress }: AddressedCaller,
    operation: ReadOperation,
    cost: number,
  ): Charge[] {
    const charges: Charge[] = [];
    const { principal } = caller;
    if (this.#address.cost) charges.push({ bucket: this.#address.cost, key: clientAddress, points: cost });
    if (this.#isStrict(operation)) add(charges, this.#strict, toUserKey(caller, clientAddress), cost);
    if (principal) {
      const key = toSubjectKey(principal);
      add(charges, this.#caller, key, cost);
      add(charges, this.#daily[this.planOf(principal)], key, cost);
    }
    return charges;
  }

  /** All buckets that count operations of a caller, whatever they ask for, with the caller's keys. */
  bucketsOf({ caller, clientAddress }: AddressedCaller): Omit<Charge, 'points'>[] {
    const { principal } = caller;
    const key = principal && toSubjectKey(principal);
    const buckets = [
      ...withKey(this.#address, clientAddress),
      ...withKey(this.#strict, toUserKey(caller, clientAddress)),
    ];
    if (principal === undefined || key === undefined) return buckets;
    return [...buckets, ...withKey(this.#caller, key), ...withKey(this.#daily[this.planOf(principal)], key)];
  }

  /** The plan of a known caller: by its client in the file, or else by its token, or else the default one. */
  planOf({ clientId, plan }: Principal): PlanName {
    const { clients, default: byDefault } = this.#rules.plans;
    if (clientId !== undefined && Object.hasOwn(clients, clientId)) return clients[clientId] ?? byDefault;
    return plan !== undefined && isPlanName(plan) ? plan : byDefault;
  }

  #isStrict({ definition, document }: ReadOperation): boolean {
    const { strict } = this.#rules;
    if (strict === undefined) return false;
    if (strict.mutations && definition.operation === 'mutation') return true;
    if (this.#strictNames.has(nameOf(definition))) return true;
    if (this.#strictFields.size === 0) return false;
    return findRootFields(document.asked, definition).some((field) => this.#strictFields.has(field));
  }
}

function nameOf({ name }: OperationDefinitionNode): string {
  return name?.value ?? '';
}

function add(
  charges: Charge[],
  { operations, cost: byCost }: PolicyBuckets,
  key: string,
  cost: number,
): void {
  if (operations) charges.push({ bucket: operations, key, points: 1 });
  if (byCost) charges.push({ bucket: byCost, key, points: cost });
}

function withKey(buckets: PolicyBuckets, key: string): Omit<Charge, 'points'>[] {
  return Object.values(buckets).map((bucket) => ({ bucket, key }));
}

function toWindowBuckets(policy: string, rule: WindowRule | undefined): PolicyBuckets {
  return rule ? toBuckets(policy, rule, { windowMs: rule.windowSeconds * 1_000, isDaily: false }) : none;
}

function toBuckets(
  policy: string,
  quotas: Readonly<Partial<Record<Unit, number | undefined>>>,
  window: Pick<Bucket, 'windowMs' | 'isDaily'>,
): PolicyBuckets {
  const { operations, cost } = quotas;
  return {
    ...(operations !== undefined && {
      operations: createBucket({ policy, unit: 'operations', quota: operations, ...window }),
    }),
    ...(cost !== undefined && { cost: createBucket({ policy, unit: 'cost', quota: cost, ...window }) }),
  };
}
