import type { Access, AccessBeginning } from './access.ts';
import { formatAccess } from './format-access.ts';

export interface AccessLogOptions {
  /** The share of accesses without errors that is written, from 0 to 1. */
  readonly sample: number;
  readonly write: (line: string) => void;
  /** Is told of each access that the sample left out. */
  readonly onLeftOut: () => void;
}

/** Follows accesses from their beginning to their end, and writes a line of each. */
export class AccessLog {
  readonly #options: AccessLogOptions;
  readonly #open = new Map<string, Access>();

  constructor(options: AccessLogOptions) {
    this.#options = options;
  }

  begin(beginning: AccessBeginning): Access {
    const access: Access = { ...beginning, beganAtMs: performance.now(), bytes: 0 };
    this.#open.set(access.id, access);
    return access;
  }

  /** The access of this id, as long as it is not over. */
  find(id: string): Access | undefined {
    return this.#open.get(id);
  }

  /** Writes a line, unless nothing went wrong and the sample leaves it out. An access ends once. */
  end(access: Access): void {
    if (!this.#open.delete(access.id)) return;
    if (isOrdinary(access) && Math.random() >= this.#options.sample) {
      this.#options.onLeftOut();
      return;
    }
    const tookMs = performance.now() - access.beganAtMs;
    this.#options.write(formatAccess({ ...access, endedAt: new Date(), tookMs }));
  }
}

function isOrdinary({ status, code }: Access): boolean {
  return status !== undefined && status < 400 && code === undefined;
}
