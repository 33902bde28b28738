import { latencyBoundsMs, type UsagePeriod } from '#platform/usage/usage-report.ts';
import type { ClientIdentity } from '../operation/client-identity.ts';
import type { KnownOperation } from './known-operation.ts';

/** One execution of an operation. */
export interface Execution {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly hasErrors: boolean;
  /** In milliseconds; `undefined` of what is not timed. */
  readonly tookMs: number | undefined;
}

const hourMs = 3_600_000;
/** In UTF-16 code units. */
const maxNameLength = 200;

/** Counts the executions of one operation by one client within one hour. */
export class UsageTally {
  readonly #operation: KnownOperation;
  readonly #client: ClientIdentity;
  readonly #hour: number;
  /** By the document: several, with literals or with variables, may be one operation. */
  readonly #executions = new Map<KnownOperation, number>();
  readonly #varying = new Map<string, number>();
  readonly #latency: number[] = new Array(latencyBoundsMs.length + 1).fill(0);
  #errors = 0;

  /** @param hour hours since the epoch */
  constructor(operation: KnownOperation, client: ClientIdentity, hour: number) {
    this.#operation = operation;
    this.#client = client;
    this.#hour = hour;
  }

  add(operation: KnownOperation, { variables, hasErrors, tookMs }: Execution): void {
    this.#executions.set(operation, (this.#executions.get(operation) ?? 0) + 1);
    for (const coordinate of operation.coordinates.varying(variables)) {
      this.#varying.set(coordinate, (this.#varying.get(coordinate) ?? 0) + 1);
    }
    if (hasErrors) this.#errors += 1;
    if (tookMs === undefined) return;
    const index = latencyBoundsMs.findIndex((boundMs) => tookMs <= boundMs);
    const bucket = index < 0 ? latencyBoundsMs.length : index;
    this.#latency[bucket] = (this.#latency[bucket] ?? 0) + 1;
  }

  toPeriod(): UsagePeriod {
    const { hash, name, type, text } = this.#operation.normal;
    const coordinates = new Map(this.#varying);
    for (const [{ coordinates: known }, executions] of this.#executions) {
      for (const one of known.fixed) coordinates.set(one, (coordinates.get(one) ?? 0) + executions);
    }
    return {
      hour: `${new Date(this.#hour * hourMs).toISOString().slice(0, 13)}:00:00Z`,
      client: this.#client,
      operation: { hash, name: name?.slice(0, maxNameLength) ?? null, type, text },
      count: [...this.#executions.values()].reduce((sum, executions) => sum + executions, 0),
      errors: this.#errors,
      latency: this.#latency,
      coordinates: Object.fromEntries(coordinates),
    };
  }
}

/** The hour of an instant, counted from the epoch. */
export function toHour(atMs: number): number {
  return Math.floor(atMs / hourMs);
}
