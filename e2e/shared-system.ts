import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { findLogLeaks } from './log-leaks.ts';
import {
  type RunningSystem,
  type SystemAddresses,
  startRunningSystem,
  toAddresses,
} from './running-system.ts';

/** A system with the demo and the simulator, for test files that only use it: none stops, kills or empties anything in it. */
export interface SharedSystem extends SystemAddresses, AsyncDisposable {
  /** The launcher's standard output until it was ready. */
  readonly output: string;
}

/** The answer of the offer. */
interface Offered {
  readonly environment: Readonly<Record<string, string>>;
  readonly output: string;
}

/** Where a test file asks for the system that the whole run shares. */
const offerVariable = 'TEST_SYSTEM_OFFER';
/** Longer than it may take to become ready, after which the answer says why it did not. */
const answerWithinMs = 270_000;

/** The system that the whole run shares, or else one of the file's own, which ends when it is disposed of. */
export async function openSharedSystem(): Promise<SharedSystem> {
  const offer = process.env[offerVariable];
  if (offer === undefined) {
    const own = await startRunningSystem({ flags: [] });
    return { ...own, output: own.output() };
  }
  const answer = await fetch(offer, { signal: AbortSignal.timeout(answerWithinMs) });
  if (!answer.ok) throw new Error(await answer.text());
  const { environment, output } = (await answer.json()) as Offered;
  return { ...toAddresses(environment), output, async [Symbol.asyncDispose]() {} };
}

/** Offers one system to all test files of a run; it is started when the first asks, and stopped with the offer. */
export async function offerSharedSystem(): Promise<AsyncDisposable> {
  let starting: Promise<RunningSystem> | undefined;
  const server = createServer(async (_request, response) => {
    try {
      starting ??= startRunningSystem({ flags: [] });
      const { environment, output } = await starting;
      const offered: Offered = { environment, output: output() };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(offered));
    } catch (error) {
      response.writeHead(503).end(String(error));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env[offerVariable] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      const system = await starting?.catch(() => undefined);
      if (system === undefined) return;
      const leaks = await findLogLeaks(join(system.environment['DATA_DIR'] ?? '', 'logs')).finally(
        system.stop,
      );
      if (leaks.length > 0)
        throw new Error(`The logs of the run hold what they must not:\n${leaks.join('\n')}`);
    },
  };
}
