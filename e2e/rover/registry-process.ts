import { randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { startTestProcess, type TestProcess } from '#platform/testing/test-process.ts';
import { type RoverRun, type RoverTarget, runRover } from './run-rover.ts';

/** A registry as a process on a database of its own. */
export interface RegistryProcess extends RoverTarget {
  /** A key that reads supergraphs and reports usage, as gateways have. */
  readonly gatewayKey: string;
  readonly database: TestDatabase;
  readonly process: TestProcess;
  /** Runs the stock binary with the key of an administrator, or with another one. */
  rover(args: readonly string[], options?: RoverOptions): Promise<RoverRun>;
  /** @throws if the process did not end in order */
  close(): Promise<void>;
}

export interface RoverOptions {
  readonly key?: string;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a registry on an empty database. */
export async function startRegistryProcess(
  environment: Readonly<Record<string, string>> = {},
): Promise<RegistryProcess> {
  const database = await createTestDatabase('registry');
  const key = randomBytes(32).toString('base64url');
  const gatewayKey = randomBytes(32).toString('base64url');
  const running = await startTestProcess({
    main: new URL('../../registry/main.ts', import.meta.url),
    portVariable: 'REGISTRY_PORT',
    environment: {
      DATABASE_URL: database.urlOf('registry'),
      REGISTRY_ADMIN_KEY: key,
      REGISTRY_GATEWAY_KEY: gatewayKey,
      ...environment,
    },
  });
  const { address } = running;
  return {
    address,
    key,
    gatewayKey,
    database,
    process: running,
    rover: (args, { key: other = key, ...options } = {}) => runRover({ address, key: other }, args, options),
    close: async () => {
      const code = await running.terminate();
      await database.close();
      if (code !== 0) throw new Error(`The registry ended with ${code}`);
    },
  };
}
