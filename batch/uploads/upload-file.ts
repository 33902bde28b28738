import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Sql } from 'postgres';
import { createPrivateFolder, removePrivateFolder, toDiskFull } from '../load/reading/private-folder.ts';
import { readUpload } from './upload-store.ts';

/** An uploaded file on this machine's disk. */
export interface UploadFile {
  readonly path: string;
  /** True if the whole file is on the disk. */
  readonly isWhole: boolean;
  /** Removes it. */
  close(): Promise<void>;
}

export interface UploadFileOptions {
  readonly signal: AbortSignal;
  /** Stops once so many bytes are written, with the piece that has the last of them. */
  readonly maxBytes?: number;
}

/**
 * Writes an uploaded file, or its beginning, under its own name into a private folder.
 *
 * @throws {CodedError} those of `createPrivateFolder`, and DISK_FULL
 */
export async function openUploadFile(
  sql: Sql,
  upload: { readonly id: string; readonly fileName: string },
  { signal, maxBytes = Number.POSITIVE_INFINITY }: UploadFileOptions,
): Promise<UploadFile> {
  const folder = await createPrivateFolder('upload');
  const close = () => removePrivateFolder(folder);
  const path = join(folder, upload.fileName);
  let isWhole = true;
  async function* read() {
    let length = 0;
    for await (const piece of readUpload(sql, upload.id)) {
      if (length >= maxBytes) {
        isWhole = false;
        return;
      }
      length += piece.length;
      yield piece;
    }
  }
  try {
    // Opened before anything can fail: a file that is still being opened would appear while its folder is removed.
    const file = await open(path, 'wx', 0o600);
    await pipeline(Readable.from(read()), file.createWriteStream(), { signal });
    return { path, isWhole, close };
  } catch (error) {
    await close();
    throw toDiskFull(error, folder, 'keep an uploaded file');
  }
}
