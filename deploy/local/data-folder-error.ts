import { CodedError } from '#platform/errors/coded-error.ts';

/** The faults of a folder, by the code of the system's error. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a disk that can only be read',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file',
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk is full for this user',
};

/**
 * Explains an error of the file system at the data folder or below it to a person.
 *
 * @returns `undefined` for any other error
 */
export function describeDataFolderError(
  error: unknown,
  dataFolder: string,
): CodedError<'DATA_FOLDER_UNUSABLE'> | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return undefined;
  const { code, path } = error;
  const reason = typeof code === 'string' ? reasons[code] : undefined;
  if (reason === undefined || typeof path !== 'string') return undefined;
  // The fault may be in a folder above it, which the system names when it creates the folders on the way.
  const isNear = path.startsWith(dataFolder) || dataFolder.startsWith(path);
  if (!isNear) return undefined;
  const cure =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'Make room, or choose a folder elsewhere'
      : 'Make it yours, or choose a folder of your own';
  return new CodedError(
    'DATA_FOLDER_UNUSABLE',
    `The data folder ${dataFolder} cannot be used: ${reason} (${code} at ${path}). ${cure}: DATA_DIR=~/facturation-data npm start`,
  );
}
