import type { NormalisedOperation } from '#platform/usage/normalise-operation.ts';
import { latencyBoundsMs, type UsagePeriod, usageReportLimits } from '#platform/usage/usage-report.ts';
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
/** The documents of one operation whose executions are counted apart; with more, those so far are added up. */
const maxDocuments = 20;

/** Counts the executions of one operation by one client within one hour. */
export class UsageTally {
  readonly #operation: NormalisedOperation;
  readonly #client: ClientIdentity;
  readonly #hour: number;
  readonly #coordinates = new Map<string, number>();
  /** Executions whose fixed coordinates are not added up yet, by those of the document: several documents may be one operation. */
  readonly #executions = new Map<readonly string[], number>();
  readonly #latency: number[] = new Array(latencyBoundsMs.length + 1).fill(0);
  #count = 0;
  #errors = 0;

  /** @param hour hours since the epoch */
  constructor(operation: NormalisedOperation, client: ClientIdentity, hour: number) {
    this.#operation = operation;
    this.#client = client;
    this.#hour = hour;
  }

  add({ coordinates }: KnownOperation, { variables, hasErrors, tookMs }: Execution): void {
    this.#count += 1;
    this.#executions.set(coordinates.fixed, (this.#executions.get(coordinates.fixed) ?? 0) + 1);
    if (this.#executions.size > maxDocuments) this.#addUp();
    for (const coordinate of coordinates.varying(variables)) this.#use(coordinate, 1);
    if (hasErrors) this.#errors += 1;
    if (tookMs === undefined) return;
    const index = latencyBoundsMs.findIndex((boundMs) => tookMs <= boundMs);
    const bucket = index < 0 ? latencyBoundsMs.length : index;
    this.#latency[bucket] = (this.#latency[bucket] ?? 0) + 1;
  }

  toPeriod(): UsagePeriod {
    const { hash, name, type, text } = this.#operation;
    this.#addUp();
    return {
      hour: `${new Date(this.#hour * hourMs).toISOString().slice(0, 13)}:00:00Z`,
      client: this.#client,
      operation: { hash, name: name?.slice(0, usageReportLimits.maxNameLength) ?? null, type, text },
      count: this.#count,
      errors: this.#errors,
      latency: this.#latency,
      coordinates: Object.fromEntries(this.#coordinates),
    };
  }

  #addUp(): void {
    for (const [fixed, executions] of this.#executions) {
      for (const coordinate of fixed) this.#use(coordinate, executions);
    }
    this.#executions.clear();
  }

  #use(coordinate: string, executions: number): void {
    this.#coordinates.set(coordinate, (this.#coordinates.get(coordinate) ?? 0) + executions);
  }
}

/** The hour of an instant, counted from the epoch. */
export function toHour(atMs: number): number {
  return Math.floor(atMs / hourMs);
}
