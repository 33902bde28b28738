import type { AdmissionCheck } from '../operation/admission-check.ts';
import { getEstimatedCost } from '../operation/estimated-cost.ts';
import type { SetHeader } from '../operation/incoming-operation.ts';
import type { OperationRefusal } from '../operation/refusal.ts';
import type { Counts } from './counting/counts.ts';
import { type Charge, type Shortfall, takeAll } from './counting/take-all.ts';
import type { LimitMetrics } from './limit-metrics.ts';
import { type AddressedCaller, Policies } from './policies.ts';
import { type ReadBucket, toLimitField, toPolicyField, toSecondsLeft } from './rate-limit-fields.ts';
import type { LimitRules, PlanName } from './rules/limit-rules.ts';

/** A refusal, or nothing if the operation passes; at once unless the store must be asked. */
type Verdict = OperationRefusal | undefined | Promise<OperationRefusal | undefined>;

/** The limits of a caller, and what is used of them. */
export interface LimitUse {
  /** Absent for an anonymous caller. */
  readonly plan: PlanName | undefined;
  readonly buckets: readonly ReadBucket[];
}

/** Refuses operations of those who have used up what the policies allow in a window or a day. */
export class Limits {
  readonly #counts: Counts;
  readonly #metrics: LimitMetrics;
  #policies: Policies;

  constructor(rules: LimitRules, counts: Counts, metrics: LimitMetrics) {
    this.#policies = new Policies(rules);
    this.#counts = counts;
    this.#metrics = metrics;
  }

  /** Takes newer limits; counts go on where the window is as long as before. */
  replace(rules: LimitRules): void {
    this.#policies = new Policies(rules);
    this.#counts.keepOnly(this.#policies.bucketIds);
  }

  /** Counts a request by HTTP of which only the address is known, before its body is read. */
  readonly admitAddress = (clientAddress: string, setHeader?: SetHeader): Verdict => {
    const charge = this.#policies.chargeAddress(clientAddress);
    if (charge === undefined) return undefined;
    const shortfall = takeAll(this.#counts, [charge]);
    const finish = (found: Shortfall | undefined) => found && this.#refuse(found, [charge], setHeader);
    return shortfall instanceof Promise ? shortfall.then(finish) : finish(shortfall);
  };

  /** Counts what remains of each operation; of those by WebSocket the address as well, before anything of it is read. */
  readonly check: AdmissionCheck = {
    beforeReading: ({ transport, clientAddress }) =>
      transport === 'websocket' ? this.admitAddress(clientAddress) : undefined,
    beforeRunning: (operation, incoming) => {
      const { setHeader, clientAddress } = incoming;
      const policies = this.#policies;
      const charges = policies.chargeOperation(incoming, operation, getEstimatedCost(operation));
      const finish = (found: Shortfall | undefined) => {
        const ofAddress = policies.chargeAddress(clientAddress);
        const all = ofAddress ? [ofAddress, ...charges] : charges;
        if (found) return this.#refuse(found, all, setHeader);
        if (setHeader) this.#tell(all, setHeader);
        return undefined;
      };
      const shortfall = takeAll(this.#counts, charges);
      return shortfall instanceof Promise ? shortfall.then(finish) : finish(shortfall);
    },
  };

  /** Reads the limits of a caller, after the store was asked. */
  async readUse(caller: AddressedCaller): Promise<LimitUse> {
    const { principal } = caller.caller;
    const policies = this.#policies;
    const buckets = await Promise.all(
      policies.bucketsOf(caller).map(async ({ bucket, key }) => ({
        bucket,
        ...(await this.#counts.readAll(bucket, key)),
      })),
    );
    return { plan: principal && policies.planOf(principal), buckets };
  }

  #refuse(
    { charge, outcome }: Shortfall,
    charges: readonly Charge[],
    setHeader: SetHeader | undefined,
  ): OperationRefusal {
    const { bucket, key, points } = charge;
    if (setHeader) this.#tell(charges, setHeader);
    if (outcome === 'unavailable') {
      this.#metrics.unavailable();
      return unavailableRefusal;
    }
    this.#metrics.refused(bucket);
    const { policy, unit, quota } = bucket;
    const code = 'RATE_LIMITED';
    if (points > quota) {
      const message = `The operation costs ${points}, more than the ${quota} that the policy ${policy} allows at all.`;
      return toRefusal(429, message, { code, policy, unit });
    }
    const retryAfterSeconds = toSecondsLeft(this.#counts.read(bucket, key).endsAtMs, Date.now());
    const message = `You have used up what the policy ${policy} allows (${unit}); ask again in ${retryAfterSeconds} s.`;
    return toRefusal(429, message, { code, policy, unit, retryAfterSeconds });
  }

  #tell(charges: readonly Charge[], setHeader: SetHeader): void {
    if (charges.length === 0) return;
    const read = charges.map(({ bucket, key }) => ({ bucket, ...this.#counts.read(bucket, key) }));
    setHeader('ratelimit-policy', toPolicyField(charges.map(({ bucket }) => bucket)));
    setHeader('ratelimit', toLimitField(read, Date.now()));
  }
}

function toRefusal(
  status: number,
  message: string,
  extensions: Readonly<Record<string, unknown>> & { readonly retryAfterSeconds?: number },
): OperationRefusal {
  const { retryAfterSeconds } = extensions;
  return { kind: 'refused', errors: [{ message, extensions }], status, retryAfterSeconds };
}

const unavailableRefusal = toRefusal(503, 'The store of the limits does not answer; ask again later.', {
  code: 'LIMITS_UNAVAILABLE',
  retryAfterSeconds: 1,
});
