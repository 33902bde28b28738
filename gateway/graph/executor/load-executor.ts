import { createCompiledExecutor } from './compiled-executor.ts';
import type { Executor, ExecutorOptions } from './executor.ts';

/** Our own executor, or that of `@apollo/gateway`. */
export type ExecutorKind = 'compiled' | 'apollo';

/** Finds what creates executors. Apollo's is only loaded where it is asked for. */
export async function loadExecutor(kind: ExecutorKind): Promise<(options: ExecutorOptions) => Executor> {
  if (kind === 'compiled') return createCompiledExecutor;
  const { createStockExecutor } = await import('./stock/stock-executor.ts');
  return createStockExecutor;
}
