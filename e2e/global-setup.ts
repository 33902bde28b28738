import { shareCompiledCode } from '#platform/testing/compiled-code.ts';
import {
  globalSetup as startDatabase,
  globalTeardown as stopDatabase,
} from '#platform/testing/global-setup.ts';
import { endRun } from './end-run.ts';
import { offerSharedSystem } from './shared-system.ts';

let offer: AsyncDisposable | undefined;

/**
 * Starts the PostgreSQL server that all test files of a run share, and offers them a whole system. All processes of the
 * run share their compiled code.
 */
export async function globalSetup(): Promise<void> {
  shareCompiledCode();
  await startDatabase();
  offer = await offerSharedSystem();
}

/** Stops both when the last test file has ended. */
export async function globalTeardown(): Promise<void> {
  await endRun([async () => offer?.[Symbol.asyncDispose](), stopDatabase]);
}
