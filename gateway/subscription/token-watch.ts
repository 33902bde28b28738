import { callAt } from '#platform/waiting/long-timer.ts';
import { type Caller, expiresAtMs } from '../operation/caller.ts';

/** Time before a token's end at which another must be in use, in milliseconds. */
const beforeExpiryMs = 5_000;
/** Those who leave together are waited for, so that a connection is not changed for each of them. */
const settleMs = 250;

export interface TokenWatchOptions<Member> {
  /** The member whose token would be used now. */
  readonly findLender: () => Member | undefined;
  readonly isMember: (member: Member) => boolean;
  /** Called when another's token, or another token, should be used instead. */
  readonly onOther: () => void;
}

/** Watches whose token a connection was opened with: that it has not left, and that the token does not end soon. */
export class TokenWatch<Member extends { readonly caller: Caller }> {
  readonly #options: TokenWatchOptions<Member>;
  #used: { readonly lender: Member; readonly caller: Caller } | undefined;
  #cancelTimer = () => {};

  constructor(options: TokenWatchOptions<Member>) {
    this.#options = options;
  }

  /** Notes whose token a new connection uses. */
  take(lender: Member): Member {
    this.#used = { lender, caller: lender.caller };
    this.#wait(untilSoonMs(lender.caller));
    return lender;
  }

  /** Members have left, or have other credentials. */
  check(): void {
    if (this.#used && this.#isWorse(this.#used)) this.#wait(settleMs);
  }

  close(): void {
    this.#cancelTimer();
    this.#used = undefined;
  }

  #isWorse({ lender, caller }: { readonly lender: Member; readonly caller: Caller }): boolean {
    if (!this.#options.isMember(lender)) return true;
    const other = this.#options.findLender()?.caller;
    return untilSoonMs(caller) <= 0 && other !== undefined && expiresAtMs(other) > expiresAtMs(caller);
  }

  #wait(ms: number): void {
    this.#cancelTimer();
    this.#cancelTimer = callAt(Date.now() + ms, () => this.#change());
  }

  #change(): void {
    if (!this.#used) return;
    const { caller } = this.#used;
    if (this.#isWorse(this.#used)) this.#options.onOther();
    // The timer may have been set for members that left.
    else if (untilSoonMs(caller) > 0) this.#wait(Math.ceil(untilSoonMs(caller)));
  }
}

/** Time until another token must be in use, in milliseconds. */
function untilSoonMs(caller: Caller): number {
  return expiresAtMs(caller) - Date.now() - beforeExpiryMs;
}
