import type { CallerControl } from '../credentials/followed-caller.ts';
import type { Caller } from '../operation/caller.ts';
import { renewBeforeSeconds } from './session-renewal.ts';
import type { SessionPulse } from './session-store.ts';

/** A session that open connections follow, with their callers. */
export class WatchedSession {
  readonly idHash: Buffer;
  readonly #callers = new Set<CallerControl>();
  /** Connections that are about to be followed. */
  #arriving = 0;
  /** The expiry of the tokens that the callers were last given. */
  #accessExpiresAtMs: number | undefined;
  #hasEnded = false;

  constructor(idHash: Buffer) {
    this.idHash = idHash;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** `true` while any connection follows it, or is about to. */
  get isUsed(): boolean {
    return this.#callers.size > 0 || this.#arriving > 0;
  }

  /** The token that its callers have. */
  get token(): string | undefined {
    const [first] = this.#callers;
    return first?.live.now.token;
  }

  /** `true` if its tokens have changed, or are about to expire. */
  isStale(pulse: SessionPulse): boolean {
    return (
      pulse.accessLeftSeconds <= renewBeforeSeconds ||
      pulse.accessExpiresAt.getTime() !== this.#accessExpiresAtMs
    );
  }

  /** Counts a connection as about to be followed. @returns what counts it as no longer so. */
  expectCaller(): () => void {
    this.#arriving += 1;
    return () => {
      this.#arriving -= 1;
    };
  }

  add(control: CallerControl): void {
    this.#callers.add(control);
  }

  remove(control: CallerControl): void {
    this.#callers.delete(control);
  }

  /** Gives its callers the credentials of now. */
  refresh(caller: Caller, { accessExpiresAt }: SessionPulse): void {
    for (const control of this.#callers) {
      if (control.live.now.token !== caller.token) control.replace(caller);
    }
    this.#accessExpiresAtMs = accessExpiresAt.getTime();
  }

  end(): void {
    this.#hasEnded = true;
    for (const control of this.#callers)
      control.end('SESSION_ENDED', 'The session has ended. Sign in again.');
  }
}
