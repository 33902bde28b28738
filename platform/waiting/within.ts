/** The answer of `within` when the time is over. */
export const overdue = Symbol('overdue');

/**
 * Waits for work, at most so many milliseconds. The work goes on after that; its failure is then ignored.
 *
 * @param options.isHeld `false` if the wait alone must not keep the process alive
 */
export async function within<Value>(
  work: PromiseLike<Value>,
  maxMs: number,
  { isHeld = true }: { readonly isHeld?: boolean } = {},
): Promise<Value | typeof overdue> {
  const limit = Promise.withResolvers<typeof overdue>();
  const timer = setTimeout(() => limit.resolve(overdue), maxMs);
  if (!isHeld) timer.unref();
  try {
    return await Promise.race([work, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Tests if work settles, with a value or an error, within `maxMs` milliseconds. */
export async function settlesWithin(work: PromiseLike<unknown>, maxMs: number): Promise<boolean> {
  const settled = work.then(
    () => true,
    () => true,
  );
  return (await within(settled, maxMs)) === true;
}
