import { loneCount, type SharedCount } from '#platform/process/shared-count.ts';

/** Why an upgrade is refused. */
export interface UpgradeRefusal {
  readonly status: 400 | 403 | 404 | 429 | 503;
  readonly code: string;
  readonly message: string;
}

/** Bounds of the two pools: connections with a known caller, and all others. */
export interface AdmissionLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
  readonly anonymousConnections: number;
  readonly anonymousPerAddress: number;
}

/** A connection of which it is not known who calls: it has said nothing yet, or has no credentials. */
export interface AnonymousConnection {
  /** True if it runs no operation, so that it may be ended in favour of a newer one. */
  readonly isIdle: boolean;
  /** Ends it at once. */
  evict(): void;
}

/** The place of one connection. */
export interface ConnectionPlace {
  /**
   * Moves the connection to the pool of known callers.
   *
   * @returns the reason if that pool is full; the connection then stays where it was
   */
  becomeKnown(): UpgradeRefusal | undefined;
  /** Gives the place back. */
  leave(): void;
}

/** The key under which all known connections are counted; no address is empty. */
const all = '';

/**
 * Counts connections in two pools. Every connection begins in the small pool of anonymous ones, and leaves it when its
 * caller is known. If that pool is full, its oldest idle connection is ended for the new one: whoever opens sockets and
 * says nothing keeps nobody out, since a real client proves who it is within moments.
 */
export class ConnectionAdmission {
  readonly #limits: AdmissionLimits;
  readonly #knownByAddress = new Map<string, number>();
  readonly #anonymousByAddress = new Map<string, Set<AnonymousConnection>>();
  #known = 0;
  readonly #sharedKnown: SharedCount;
  #anonymous = 0;

  /** @param sharedKnown tells the known connections of other processes, which count as well */
  constructor(limits: AdmissionLimits, sharedKnown: SharedCount = loneCount) {
    this.#limits = limits;
    this.#sharedKnown = sharedKnown;
  }

  /**
   * Makes room for one more connection of this address.
   *
   * @returns the reason if there is no room
   */
  makeRoom(address: string): UpgradeRefusal | undefined {
    return (
      this.#refuseKnown(address) ??
      this.#makeRoomAt(address) ??
      (this.#anonymous >= this.#limits.anonymousConnections ? this.#makeRoomAnywhere() : undefined)
    );
  }

  /** Counts a new connection in, as an anonymous one. */
  enter(address: string, connection: AnonymousConnection): ConnectionPlace {
    const connections = this.#anonymousByAddress.get(address) ?? new Set();
    this.#anonymousByAddress.set(address, connections.add(connection));
    this.#anonymous += 1;
    let isKnown = false;
    return {
      becomeKnown: () => {
        const refusal = this.#refuseKnown(address);
        if (refusal !== undefined || isKnown) return refusal;
        isKnown = true;
        this.#leaveAnonymous(address, connection);
        this.#changeKnown(address, 1);
        return undefined;
      },
      leave: () => {
        if (isKnown) this.#changeKnown(address, -1);
        else this.#leaveAnonymous(address, connection);
        isKnown = false;
      },
    };
  }

  #refuseKnown(address: string): UpgradeRefusal | undefined {
    const { connections, connectionsPerAddress } = this.#limits;
    const ofAddress = (this.#knownByAddress.get(address) ?? 0) + this.#sharedKnown.elsewhere(address);
    if (ofAddress >= connectionsPerAddress) return tooManyFrom(connectionsPerAddress);
    return this.#known + this.#sharedKnown.elsewhere(all) >= connections ? serverFull : undefined;
  }

  #makeRoomAt(address: string): UpgradeRefusal | undefined {
    const { anonymousPerAddress } = this.#limits;
    const connections = this.#anonymousByAddress.get(address);
    if (connections === undefined || connections.size < anonymousPerAddress) return undefined;
    return this.#evictFrom(address) ? undefined : tooManyFrom(anonymousPerAddress);
  }

  /** Takes the room from the addresses that have most. */
  #makeRoomAnywhere(): UpgradeRefusal | undefined {
    const byCount = [...this.#anonymousByAddress].sort(([, one], [, other]) => other.size - one.size);
    return byCount.some(([address]) => this.#evictFrom(address)) ? undefined : serverFull;
  }

  #evictFrom(address: string): boolean {
    for (const connection of this.#anonymousByAddress.get(address) ?? []) {
      if (!connection.isIdle) continue;
      this.#leaveAnonymous(address, connection);
      connection.evict();
      return true;
    }
    return false;
  }

  #leaveAnonymous(address: string, connection: AnonymousConnection): void {
    const connections = this.#anonymousByAddress.get(address);
    if (connections?.delete(connection) !== true) return;
    this.#anonymous -= 1;
    if (connections.size === 0) this.#anonymousByAddress.delete(address);
  }

  #changeKnown(address: string, by: 1 | -1): void {
    this.#known += by;
    const ofAddress = (this.#knownByAddress.get(address) ?? 0) + by;
    if (ofAddress > 0) this.#knownByAddress.set(address, ofAddress);
    else this.#knownByAddress.delete(address);
    this.#sharedKnown.tell(all, this.#known);
    this.#sharedKnown.tell(address, Math.max(ofAddress, 0));
  }
}

const serverFull: UpgradeRefusal = {
  status: 503,
  code: 'SERVER_FULL',
  message: 'This server has all the connections it takes; try again later.',
};

function tooManyFrom(limit: number): UpgradeRefusal {
  return {
    status: 429,
    code: 'TOO_MANY_CONNECTIONS',
    message: `There are ${limit} connections from your address; close one first.`,
  };
}
