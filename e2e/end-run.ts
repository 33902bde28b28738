/**
 * Takes every step that ends a test run, also after one that failed.
 *
 * The test runner fails a run whose teardown throws, but does not say why; so what failed is written here.
 *
 * @throws the first failure
 */
export async function endRun(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
