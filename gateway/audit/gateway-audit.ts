import { v7 as createId } from 'uuid';
import { encodeAuditEntry } from '#platform/audit/audit-codec.ts';
import type { AuditEntry, AuditLevel, AuditOutcome } from '#platform/audit/audit-entry.ts';
import type { AuditedObject } from '#platform/audit/audit-scope.ts';
import { toAuditAddress } from '#platform/audit/request-origin.ts';
import { toAuditedCaller } from '#platform/audit/to-actor.ts';
import type { Log } from '#platform/log/log.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { GatewayAction } from './gateway-actions.ts';
import { gatewayActions } from './gateway-actions.ts';

/** Something that the gateway itself did or refused. */
export interface GatewayEvent {
  readonly action: GatewayAction;
  readonly principal: Principal | undefined;
  /** In the form by which addresses are counted. */
  readonly clientAddress: string;
  readonly requestId: string | null;
  readonly outcome: AuditOutcome;
  /** The reason for a refusal. */
  readonly code: string | null;
  readonly object?: AuditedObject | null;
}

export interface GatewayAuditOptions {
  /** Keeps a line so that it survives the end of the process. */
  readonly keep: (line: string) => Promise<void>;
  /** Called once a line was kept. */
  readonly onKept: () => void;
  /** Called for an entry that could not be kept; if it throws, the action is refused. */
  readonly onLost: (entry: AuditEntry, error: unknown) => void;
  readonly log: Log;
}

/** The time in which equal refusals of one caller are one entry, in milliseconds. */
const windowMs = 60_000;
/** The callers and codes that are told apart; beyond them refusals are counted together. */
const maxWindows = 10_000;

/** Refusals since the last entry of their kind and caller. */
interface Window {
  readonly event: GatewayEvent;
  count: number;
}

/** Writes what the gateway does and refuses. */
export class GatewayAudit {
  readonly #options: GatewayAuditOptions;
  readonly #windows = new Map<string, Window>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: GatewayAuditOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.endWindows(), windowMs).unref();
  }

  /**
   * Records an event; once this resolves, the entry survives the end of the process.
   *
   * @throws {AuditUnavailableError} if it cannot be kept and must not be lost
   */
  async record(event: GatewayEvent, count = 1): Promise<void> {
    const entry = toEntry(event, count);
    try {
      await this.#options.keep(Buffer.from(encodeAuditEntry(entry).value).toString());
    } catch (error) {
      this.#options.onLost(entry, error);
      return;
    }
    this.#options.onKept();
  }

  /**
   * Records a refusal that a client can cause as often as it likes: of one caller, action and code there is one entry in a minute. The
   * first one is written at once, and the others at the end of the minute, with their number.
   *
   * @throws {AuditUnavailableError}
   */
  async recordOften(event: GatewayEvent): Promise<void> {
    const key = toKey(event);
    const window =
      this.#windows.get(key) ?? (this.#windows.size >= maxWindows ? this.#windows.get('') : undefined);
    if (window !== undefined) {
      window.count += 1;
      return;
    }
    if (this.#windows.size < maxWindows) this.#windows.set(key, { event, count: 0 });
    else this.#windows.set('', { event: { ...event, principal: undefined, clientAddress: '' }, count: 0 });
    await this.record(event);
  }

  /** Writes the refusals that were counted since the last time, and forgets those who were refused nothing since. */
  async endWindows(): Promise<void> {
    for (const [key, window] of [...this.#windows]) {
      if (window.count === 0) this.#windows.delete(key);
      else {
        const { event, count } = window;
        window.count = 0;
        // Nobody waits for it; that it was lost has been said.
        await this.record({ ...event, requestId: null }, count).catch((error: unknown) =>
          this.#options.log.warn({ err: error }, 'counted refusals were not recorded'),
        );
      }
    }
  }

  /** Writes what was counted. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.endWindows();
  }
}

function toKey({ action, principal, clientAddress, code }: GatewayEvent): string {
  const caller = principal === undefined ? clientAddress : `${principal.issuer} ${principal.subject}`;
  return `${action} ${code} ${caller}`;
}

function toEntry(event: GatewayEvent, count: number): AuditEntry {
  const level: AuditLevel = gatewayActions[event.action].level;
  return {
    id: createId(),
    at: new Date().toISOString(),
    ...toAuditedCaller(event.principal),
    address: toAuditAddress(event.clientAddress),
    requestId: event.requestId,
    source: 'gateway',
    action: event.action,
    level,
    object: event.object ?? null,
    outcome: event.outcome,
    code: event.code,
    count,
  };
}
