import { once } from 'node:events';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { createCallerSignal } from '#platform/graphql/caller-signal.ts';
import { authorizeRoute } from '#platform/http/authorize-route.ts';
import { takeOver } from '#platform/http/take-over.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { type DownloadAddressPlace, findDownloadRequest } from './download-addresses.ts';
import { DownloadRefusal } from './download-refusal.ts';

/** Bounds of the files that one process sends. */
export interface DownloadBounds {
  /** Files at once; each holds a connection to the database. */
  readonly files: number;
  /** The longest time in which the reader takes nothing, in milliseconds. */
  readonly idleMs: number;
  /** The longest time for a file, in milliseconds: its snapshot keeps the database from cleaning up. */
  readonly fileMs: number;
}

export const usualDownloadBounds: DownloadBounds = { files: 3, idleMs: 60_000, fileMs: 30 * 60_000 };

/** A file that is sent part by part. */
interface DownloadFile {
  readonly contentType: string;
  readonly fileName: string;
  readonly parts: AsyncGenerator<string | Uint8Array, void, undefined>;
}

export interface DownloadOptions<Request> extends DownloadAddressPlace<Request> {
  readonly db: PostgresJsDatabase;
  readonly verifier: TokenVerifier;
  /** Whoever fetches a file needs it. */
  readonly role: string;
  /** Whoever fetches a file needs it, too. Default: none. */
  readonly scope?: string;
  /** Names the files of this context among those of others, for the lock of a person's file. */
  readonly kind: string;
  /** Default: {@link usualDownloadBounds}. */
  readonly bounds?: DownloadBounds | undefined;
  /** Opens the file that an address stands for. The transaction reads only, as of one moment. */
  readonly openFile: (tx: Transaction, request: Request) => DownloadFile;
}

/**
 * Sends files to whoever has an address for one: all that match as of one moment, as fast as the reader takes them. A file that
 * cannot be sent to its end is cut off by resetting the connection.
 */
export function registerDownloads<Request>(server: FastifyInstance, options: DownloadOptions<Request>): void {
  const { db, verifier, role, scope, kind, path, openFile, bounds = usualDownloadBounds } = options;
  const closing = new AbortController();
  let files = 0;
  server.addHook('preClose', async () => {
    setTimeout(() => closing.abort(), closeDeadlines.connectionsMs).unref();
  });

  server.get<{ Querystring: { of?: unknown } }>(path, async (request, reply) => {
    const principal = await authorizeRoute(request, reply, { verifier, role, scope });
    if (principal === undefined) return reply;
    const subject = toSubjectKey(principal);
    const file = await findDownloadRequest(db, options, { token: String(request.query.of), subject });
    if (file === undefined)
      throw new DownloadRefusal('NOT_FOUND', 'This address is past its time, or for somebody else.');
    if (files >= bounds.files)
      throw new DownloadRefusal('TOO_MANY_EXPORTS', 'Too many files are under way; try again soon.');
    files += 1;
    try {
      await db.transaction(
        async (tx) => {
          await takePlace(tx, `${kind} ${subject}`);
          await send(openFile(tx, file), { request, reply });
        },
        { isolationLevel: 'repeatable read', accessMode: 'read only' },
      );
    } finally {
      files -= 1;
    }
    // Whoever has the end of a file may ask for the next one.
    reply.raw.end();
    return reply;
  });

  async function send(
    { contentType, fileName, parts }: DownloadFile,
    { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  ): Promise<void> {
    // A problem with the statement is told by a status.
    const first = await parts.next();
    takeOver(reply);
    reply.raw.writeHead(200, {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
    });
    const overdue = new AbortController();
    const whole = setTimeout(() => overdue.abort(), bounds.fileMs).unref();
    reply.raw.setTimeout(bounds.idleMs, () => overdue.abort());
    const signal = AbortSignal.any([createCallerSignal(reply.raw), closing.signal, overdue.signal]);
    try {
      for (let part = first; part.done !== true; part = await parts.next()) {
        if (!reply.raw.write(part.value)) await once(reply.raw, 'drain', { signal });
        signal.throwIfAborted();
      }
    } catch (error) {
      // Not ended: the connection is reset, so that half a file is not taken for a whole one.
      request.raw.socket.resetAndDestroy();
      request.log.info({ err: error, requestId: request.id }, 'a file was cut off');
    } finally {
      clearTimeout(whole);
    }
  }
}

/** Lets each person have one file of a kind under way, in all processes. */
async function takePlace(tx: Transaction, name: string): Promise<void> {
  const [row] = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as taken`,
  );
  if (row?.taken !== true)
    throw new DownloadRefusal('EXPORT_RUNNING', 'Another file of yours is under way; wait for its end.');
}
