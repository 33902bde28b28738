import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { isPlainText } from '#platform/text/plain-text.ts';
import type { CsvFile } from '../csv/csv-layout.ts';
import { csvHeaderBytes } from '../csv/csv-row.ts';
import { findCsvFile, findCsvFiles, findNewestCsvFileId, findWholeBytes } from '../store/csv-files.ts';
import type { FileAnswer } from './answers.ts';
import { isMatched } from './entity-tag.ts';
import { fileQuery } from './file-query.ts';
import { unknownCursor } from './invoice-routes.ts';
import { parseQuery } from './parse-query.ts';
import { ApiProblem } from './problem.ts';
import { linkNextPage, sendJson } from './send-json.ts';
import { formatSequenceCursor, parseSequenceCursor } from './sequence-cursor.ts';

export interface FileRoutesOptions {
  readonly db: PostgresJsDatabase;
  /** The folder of the files. */
  readonly csvFolder: string;
  /** True while the files are being repaired and cannot be read. */
  readonly isRepairing: () => boolean;
}

/** `GET /files` and `GET /files/{name}`. */
export function addFileRoutes(api: FastifyInstance, options: FileRoutesOptions): void {
  const { db } = options;

  api.get('/files', async (request, reply) => {
    const { limit, cursor } = parseQuery(fileQuery, request.query);
    const before = cursor === undefined ? undefined : parseSequenceCursor('files', cursor);
    if (cursor !== undefined && before === undefined) throw unknownCursor();
    const found = await findCsvFiles(db, { limit: limit + 1, before });
    const newestId = before === undefined ? found[0]?.id : await findNewestCsvFileId(db);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const nextCursor = last === undefined ? null : formatSequenceCursor('files', BigInt(last.id));
    linkNextPage(request, reply, nextCursor);
    return sendJson(request, reply, { files: shown.map((file) => toAnswer(file, newestId)), nextCursor });
  });

  api.get<{ Params: { name: string } }>('/files/:name', async (request, reply) => {
    const { name } = request.params;
    const file = isPlainText(name) ? await findCsvFile(db, name) : undefined;
    if (file === undefined) throw new ApiProblem(404, 'NOT_FOUND', 'There is no file with this name.');
    if (options.isRepairing()) throw notWritten();
    const handle = await openOrFail(join(options.csvFolder, file.name));
    // From here on the stream owns the handle, or this function closes it.
    let isHandedOver = false;
    try {
      const bytes = await findWholeBytes(db, file, (await handle.stat()).size);
      if (bytes < csvHeaderBytes) throw notWritten();
      const tag = `"${file.id}-${bytes}"`;
      reply.header('etag', tag);
      if (isMatched(request.headers['if-none-match'], tag)) return reply.code(304).send();
      reply.header('content-disposition', `attachment; filename="${file.name}"`);
      reply.header('content-length', bytes);
      reply.type('text/csv; charset=utf-8; header=present');
      // A stream, as for GET, keeps the length in the header.
      if (request.method === 'HEAD') return reply.send(Readable.from([]));
      isHandedOver = true;
      return reply.send(handle.createReadStream({ start: 0, end: bytes - 1 }));
    } finally {
      if (!isHandedOver) await handle.close();
    }
  });
}

async function openOrFail(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw notWritten();
    throw error;
  }
}

function notWritten(): ApiProblem {
  return new ApiProblem(503, 'FILE_NOT_WRITTEN', 'The file is not written yet. Try again soon.', {
    headers: { 'retry-after': '2' },
  });
}

function toAnswer({ id, name, day, rowCount, bytes }: CsvFile, newestId: number | undefined): FileAnswer {
  return { name, day, rows: rowCount, bytes, isCurrent: id === newestId, href: `/files/${name}` };
}
