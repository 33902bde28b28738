import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { CodedError } from '#platform/errors/coded-error.ts';
import { isFolder } from '../../documents/list-document-files.ts';
import { hashFolder, lookAtFolder } from './folder-identity.ts';

/** The properties of a file, or of the files of a folder together, that show, without reading them, if they have changed. */
export interface FileLook {
  readonly bytes: number;
  /** The time of the last write to the file, in milliseconds. */
  readonly modifiedMs: number;
  /** The inode: a file that replaces another may have the same length and time. */
  readonly inode: number;
}

/** The identity of a file, independent of its name. */
export interface FileIdentity extends FileLook {
  /** SHA-256 of the bytes on the disk, hexadecimal. */
  readonly sha256: string;
}

const bufferBytes = 1 << 20;

/** @throws {CodedError} FILE_UNREADABLE */
export async function lookAtFile(path: string): Promise<FileLook> {
  if (await isFolder(path)) return lookAtFolder(path);
  const file = await openFile(path);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new CodedError('FILE_UNREADABLE', `${path} is not a file.`);
    return { bytes: found.size, modifiedMs: found.mtimeMs, inode: found.ino };
  } finally {
    await file.close();
  }
}

/**
 * Reads a file once to identify it.
 *
 * @throws {CodedError} FILE_CHANGED if it is not the expected file, or if it is written to meanwhile
 */
export async function identifyFile(path: string, look: FileLook, signal: AbortSignal): Promise<FileIdentity> {
  if (await isFolder(path)) {
    const sha256 = await hashFolder(path, (file) => identifyOne(file, signal));
    assertSameLook(path, await lookAtFolder(path), look);
    return { sha256, ...look };
  }
  return { sha256: await identifyOne(path, signal, look), ...look };
}

/** Returns the hash of a file, which must not change meanwhile. */
async function identifyOne(path: string, signal: AbortSignal, given?: FileLook): Promise<string> {
  const look = given ?? (await lookAtFile(path));
  const file = await openFile(path);
  try {
    const sha256 = await hash(file, signal);
    await assertUnchanged(path, file, look);
    return sha256;
  } finally {
    await file.close();
  }
}

/** @throws {CodedError} FILE_CHANGED if the file is not the one that was identified. */
export async function assertSameFile(path: string, identity: FileLook): Promise<void> {
  if (await isFolder(path)) return assertSameLook(path, await lookAtFolder(path), identity);
  const file = await openFile(path);
  try {
    await assertUnchanged(path, file, identity);
  } finally {
    await file.close();
  }
}

async function assertUnchanged(path: string, file: FileHandle, look: FileLook): Promise<void> {
  const { size, mtimeMs, ino } = await file.stat();
  assertSameLook(path, { bytes: size, modifiedMs: mtimeMs, inode: ino }, look);
}

function assertSameLook(path: string, found: FileLook, look: FileLook): void {
  const { bytes, modifiedMs, inode } = look;
  if (found.bytes === bytes && found.modifiedMs === modifiedMs && found.inode === inode) return;
  throw new CodedError(
    'FILE_CHANGED',
    `${path} changed while it was read: it had ${bytes} bytes and has ${found.bytes}. Load it once it is complete.`,
  );
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EACCES'
          ? 'this user may not read it'
          : `${code}`;
    throw new CodedError('FILE_UNREADABLE', `${path} cannot be read: ${why}.`, { cause: error });
  }
}

async function hash(file: FileHandle, signal: AbortSignal): Promise<string> {
  const sha256 = createHash('sha256');
  const buffer = Buffer.allocUnsafe(bufferBytes);
  for (let position = 0; ; ) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, bufferBytes, position);
    if (bytesRead === 0) return sha256.digest('hex');
    sha256.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}
