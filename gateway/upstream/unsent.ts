import type { Dispatcher } from 'undici';

/** A request failed before any of it was sent, so that it may be tried elsewhere whatever it asks for. */
export class UnsentError extends Error {}

/** An interceptor of undici that tells requests which were never sent from those that may have been received. */
export function tellUnsent(dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch {
  return (options, handler) => dispatch(options, new UnsentHandler(handler));
}

class UnsentHandler implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  #isStarted = false;

  constructor(handler: Dispatcher.DispatchHandler) {
    this.#handler = handler;
  }

  /** Called right before a request is written to an open connection. */
  onRequestStart(...parameters: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>): void {
    this.#isStarted = true;
    this.#handler.onRequestStart?.(...parameters);
  }

  onResponseStart(
    ...parameters: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>
  ): void {
    this.#handler.onResponseStart?.(...parameters);
  }

  onResponseData(...parameters: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseData']>>): void {
    this.#handler.onResponseData?.(...parameters);
  }

  onResponseEnd(...parameters: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>): void {
    this.#handler.onResponseEnd?.(...parameters);
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    const told = this.#isStarted ? error : new UnsentError(error.message, { cause: error });
    this.#handler.onResponseError?.(controller, told);
  }
}
