import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { toError } from '#platform/errors/to-error.ts';
import { PlatformFolder } from './platform-folder.ts';

/**
 * Opens the folder in the place of an approved platform; undefined if none is named.
 *
 * @throws {ConfigurationError} if it cannot be written to
 */
export async function openPlatform(folder: string | undefined): Promise<PlatformFolder | undefined> {
  if (folder === undefined) return undefined;
  try {
    return await PlatformFolder.open(folder);
  } catch (error) {
    throw new ConfigurationError([
      `PLATFORM_FOLDER: ${folder} must be a folder that can be written to: ${toError(error).message}`,
    ]);
  }
}
