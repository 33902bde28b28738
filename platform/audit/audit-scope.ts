import { AsyncLocalStorage } from 'node:async_hooks';
import { v7 as createId } from 'uuid';
import type { AuditEntry, AuditLevel } from './audit-entry.ts';
import type { RequestOrigin } from './request-origin.ts';
import type { AuditedCaller } from './to-actor.ts';

/** The kind of entries that an action makes. */
export interface AuditedAction {
  /** In capital letters, such as `INVOICE_ISSUED`. */
  readonly action: string;
  readonly level: AuditLevel;
  /** The type of the object, such as `Invoice`; null if it has no id. */
  readonly object: string | null;
}

/** An object that was acted on. */
export type AuditedObject = NonNullable<AuditEntry['object']>;

/** The effect of an action: the id of its object, and its kind where that is not the one of the mutation. */
export interface AuditedEffect extends Partial<AuditedAction> {
  /** Null for an object without an id. */
  readonly id: string | null;
}

export interface AuditScopeOptions extends AuditedAction {
  /** The process that writes the entry, such as `billing`. */
  readonly source: string;
  readonly caller: AuditedCaller;
  readonly origin: RequestOrigin;
}

/** One call of one caller, of which entries are made. */
export class AuditScope {
  readonly #options: AuditScopeOptions;
  /** True once it was said that the call had an effect, or that it had none. */
  isSettled = false;

  constructor(options: AuditScopeOptions) {
    this.#options = options;
  }

  /** The entry of an effect. */
  toDone({
    id,
    action = this.#options.action,
    level = this.#options.level,
    object = this.#options.object,
  }: AuditedEffect): AuditEntry {
    const named = id === null || object === null ? null : { type: object, id };
    return { ...this.#toEntry(action), level, object: named, outcome: 'DONE', code: null };
  }

  /** The entry of a refusal. It is a notice at the least. */
  toRefused(code: string, object: AuditedObject | null): AuditEntry {
    const { action, level } = this.#options;
    return {
      ...this.#toEntry(action),
      level: level === 'INFO' ? 'NOTICE' : level,
      object,
      outcome: 'REFUSED',
      code,
    };
  }

  #toEntry(action: string): Omit<AuditEntry, 'level' | 'object' | 'outcome' | 'code'> {
    const { source, caller, origin } = this.#options;
    const at = new Date().toISOString();
    return { id: createId(), at, ...caller, ...origin, source, action, count: 1 };
  }
}

const scopes = new AsyncLocalStorage<AuditScope>();

/** Runs a call in its scope, which all that it calls can find. */
export function runInAuditScope<Result>(scope: AuditScope, run: () => Result): Result {
  return scopes.run(scope, run);
}

/** The scope of the call under way; undefined outside mutations. */
export function findAuditScope(): AuditScope | undefined {
  return scopes.getStore();
}
