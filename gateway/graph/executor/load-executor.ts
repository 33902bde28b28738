import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { createCompiledExecutor } from './compiled-executor.ts';
import type { Executor, ExecutorOptions } from './executor.ts';

/** Our own executor, or that of `@apollo/gateway`. */
export type ExecutorKind = 'compiled' | 'apollo';

/**
 * Finds what creates executors. Apollo's is only loaded where it is asked for.
 *
 * @throws {ConfigurationError} if Apollo's is asked for and not installed
 */
export async function loadExecutor(kind: ExecutorKind): Promise<(options: ExecutorOptions) => Executor> {
  if (kind === 'compiled') return createCompiledExecutor;
  const { createStockExecutor } = await import('./stock/stock-executor.ts').catch(explainMissing);
  return createStockExecutor;
}

function explainMissing(error: NodeJS.ErrnoException): never {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  throw new ConfigurationError([
    'EXECUTOR: apollo needs the package @apollo/gateway, which is not installed; without it EXECUTOR must be compiled',
  ]);
}
