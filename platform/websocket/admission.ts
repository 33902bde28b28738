/** Why an upgrade is refused. */
export interface UpgradeRefusal {
  readonly status: 403 | 404 | 429 | 503;
  readonly code: string;
  readonly message: string;
}

/** Counts connections in all and for each address. */
export class Admission {
  readonly #limits: { readonly connections: number; readonly connectionsPerAddress: number };
  readonly #byAddress = new Map<string, number>();
  #count = 0;

  constructor(limits: { readonly connections: number; readonly connectionsPerAddress: number }) {
    this.#limits = limits;
  }

  /** Why one more connection of this address is too many, undefined when it is not. */
  refusalFor(address: string): UpgradeRefusal | undefined {
    if ((this.#byAddress.get(address) ?? 0) >= this.#limits.connectionsPerAddress)
      return {
        status: 429,
        code: 'TOO_MANY_CONNECTIONS',
        message: `There are ${this.#limits.connectionsPerAddress} connections from your address; close one first.`,
      };
    if (this.#count >= this.#limits.connections)
      return {
        status: 503,
        code: 'SERVER_FULL',
        message: 'This server has all the connections it takes; try again later.',
      };
    return undefined;
  }

  /** Counts a connection in. @returns what counts it out, to be called once. */
  enter(address: string): () => void {
    this.#count += 1;
    this.#byAddress.set(address, (this.#byAddress.get(address) ?? 0) + 1);
    return () => {
      this.#count -= 1;
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left === 0) this.#byAddress.delete(address);
      else this.#byAddress.set(address, left);
    };
  }
}
