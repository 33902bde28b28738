import { serverVariable, startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>> | undefined;

/** Starts the PostgreSQL server that all test files of a run share. */
export async function globalSetup(): Promise<void> {
  server = await startTestServer();
  process.env[serverVariable] = server.url;
}

/** Stops it when the last test file has ended. */
export async function globalTeardown(): Promise<void> {
  await server?.stop();
}
