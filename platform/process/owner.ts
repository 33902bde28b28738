import type { Log } from '#platform/log/log.ts';

/** Closes one resource; called once. */
export type Close = () => Promise<unknown> | unknown;

/** Holds what a process or a service has opened, so that it is closed in reverse order. */
export interface Owner {
  /** Hands a resource over: it is closed at the end. */
  own(label: string, close: Close): void;
  /** Ends with a failure: something is lost that it cannot do without. */
  fail(error: Error): void;
  /** Ends in order: everything is done. */
  finish(): void;
  /** Aborted as soon as the end begins. */
  readonly signal: AbortSignal;
}

/** The resources of one owner. */
export class Resources {
  readonly #opened: { readonly label: string; readonly close: Close }[] = [];

  own(label: string, close: Close): void {
    this.#opened.push({ label, close });
  }

  /**
   * Closes everything, the last first. A resource that cannot be closed is logged and does not hold up the others.
   *
   * @returns `true` if everything could be closed
   */
  async close(log: Log): Promise<boolean> {
    let isClean = true;
    for (let next = this.#opened.pop(); next !== undefined; next = this.#opened.pop()) {
      try {
        await next.close();
      } catch (error) {
        log.error({ err: error, resource: next.label }, 'could not close');
        isClean = false;
      }
    }
    return isClean;
  }
}
