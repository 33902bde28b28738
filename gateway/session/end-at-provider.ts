import type { SessionContext } from './session-context.ts';
import { SessionError } from './session-error.ts';

/**
 * Ends a session at the provider as well, as far as it can be reached.
 *
 * @returns the address at which the person has to confirm it; null if nothing is left to do
 */
export async function endAtProvider(
  { configuration, provider, log }: SessionContext,
  idToken: string | undefined,
): Promise<string | null> {
  try {
    // The root, which leads home: an address that the provider knows word for word.
    const returnTo = `${configuration.publicUrl}/`;
    return (await provider.endSession({ idToken, returnTo })) ?? null;
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    log.warn({ err: error }, 'could not sign out at the provider');
    return null;
  }
}
