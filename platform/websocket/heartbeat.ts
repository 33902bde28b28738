/** The connection that is pinged. */
export interface Beating {
  /** Pings the other side, or ends the connection when the last ping was not answered. */
  beat(): void;
}

/** Into so many turns an interval is cut, so that not all connections are pinged at once. */
const turns = 10;

/** Pings all connections by one timer. */
export class Heartbeat {
  readonly #groups = Array.from({ length: turns }, () => new Set<Beating>());
  readonly #timer: NodeJS.Timeout;
  #turn = 0;
  #added = 0;

  /** @param everyMs time between two beats of one connection */
  constructor(everyMs: number) {
    this.#timer = setInterval(() => this.#beatNext(), everyMs / turns);
  }

  /** @returns what takes it out again */
  add(beating: Beating): () => void {
    const group = this.#groups[this.#added % turns];
    this.#added += 1;
    group?.add(beating);
    return () => group?.delete(beating);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beatNext(): void {
    this.#turn = (this.#turn + 1) % turns;
    for (const beating of this.#groups[this.#turn] ?? []) beating.beat();
  }
}
