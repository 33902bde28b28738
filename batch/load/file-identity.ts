import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { CodedError } from '#platform/errors/coded-error.ts';

/** What tells one file from another, whatever it is called. */
export interface FileIdentity {
  /** SHA-256 of the bytes as they lie on the disk, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  /** When the file was last written to, in milliseconds; not part of what it is, but of whether it stayed the same. */
  readonly modifiedMs: number;
}

const bufferBytes = 1 << 20;

/**
 * Reads a file once to know it again.
 *
 * @throws {CodedError} FILE_CHANGED when somebody writes to it meanwhile, FILE_UNREADABLE when it cannot be read.
 */
export async function identifyFile(path: string, signal: AbortSignal): Promise<FileIdentity> {
  const file = await openFile(path);
  try {
    const before = await file.stat();
    if (!before.isFile()) throw new CodedError('FILE_UNREADABLE', `${path} is no file.`);
    const sha256 = await hash(file, signal);
    const identity = { sha256, bytes: before.size, modifiedMs: before.mtimeMs };
    await assertUnchanged(path, file, identity);
    return identity;
  } finally {
    await file.close();
  }
}

/** @throws {CodedError} FILE_CHANGED when the file is not the one that was identified. */
export async function assertSameFile(path: string, identity: FileIdentity): Promise<void> {
  const file = await openFile(path);
  try {
    await assertUnchanged(path, file, identity);
  } finally {
    await file.close();
  }
}

async function assertUnchanged(path: string, file: FileHandle, identity: FileIdentity): Promise<void> {
  const { size, mtimeMs } = await file.stat();
  if (size === identity.bytes && mtimeMs === identity.modifiedMs) return;
  throw new CodedError(
    'FILE_CHANGED',
    `${path} changed while it was read: it had ${identity.bytes} bytes and has ${size}. Load it once it is complete.`,
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
