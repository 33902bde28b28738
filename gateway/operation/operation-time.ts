/** The time of one operation. */
export interface OperationTime {
  /** Aborted when time is up, and by `abort`. */
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Stops the clock: the operation is over. */
  end(): void;
}

/**
 * Starts the time of one operation. `AbortSignal.timeout` would live on until the time is up, though an operation is mostly done
 * long before.
 */
export function startOperationTime(timeoutMs: number): OperationTime {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
    timeoutMs,
  ).unref();
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    end: () => clearTimeout(timer),
  };
}
