import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compiledCodeEnvironment } from '#platform/testing/compiled-code.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';

/** A statistics process that runs as it does for its users, and can be killed. */
export interface StatisticsProcess {
  /** The address of its API for WebSockets. */
  readonly socketUrl: string;
  /** True if `/readyz` says that it is ready. */
  isReady(): Promise<boolean>;
  /** The text of `/metrics`. */
  metrics(): Promise<string>;
  /** Ends it as an operator does and gives its exit code. */
  terminate(): Promise<number | null>;
  /** Ends it with SIGKILL. */
  kill(): Promise<void>;
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Starts one and waits until it is ready. */
export async function startStatisticsProcess(urls: {
  statisticsUrl: string;
  logUrl: string;
  issuer?: string;
}): Promise<StatisticsProcess> {
  const port = await findFreePort();
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...compiledCodeEnvironment(),
      LOG_LEVEL: 'fatal',
      STATISTICS_PORT: String(port),
      DATABASE_URL: urls.statisticsUrl,
      EVENT_LOG_DATABASE_URL: urls.logUrl,
      // Short, as what a killed one held waits for the end of its lease.
      EVENT_LOG_LEASE_MS: '1000',
      OIDC_ISSUER: urls.issuer ?? 'http://localhost:1/realms/nobody',
      OIDC_AUDIENCE: 'facturation-api',
    },
  });
  const exited = once(child, 'exit');
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals) => {
    if (!hasEnded()) child.kill(signal);
    await exited;
  };
  const address = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${address}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  try {
    await waitFor('the statistics to be ready', () => hasEnded() || isReady(), 60_000);
    if (hasEnded()) throw new Error('The statistics ended before they were ready.');
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  return {
    socketUrl: `ws://127.0.0.1:${port}/graphql`,
    isReady,
    metrics: async () => (await fetch(`${address}/metrics`)).text(),
    terminate: async () => {
      await end('SIGTERM');
      return child.exitCode;
    },
    kill: () => end('SIGKILL'),
  };
}
