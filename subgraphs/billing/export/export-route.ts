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
import { today } from '#schema/calendar/day.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import type { Clock } from '../clock.ts';
import { fileNames } from './column-names.ts';
import { exportPath, findExportRequest } from './export-addresses.ts';
import { ExportRefusal } from './export-refusal.ts';
import type { ExportRequest } from './export-request.ts';
import { readWholeList } from './read-whole-list.ts';
import { writeFile } from './write-file.ts';

/** Bounds of the files that one process sends. */
export interface ExportBounds {
  /** Files at once; each holds a connection to the database. */
  readonly files: number;
  /** The longest time in which the reader takes nothing, in milliseconds. */
  readonly idleMs: number;
  /** The longest time for a file, in milliseconds: its snapshot keeps the database from cleaning up. */
  readonly fileMs: number;
}

export const usualExportBounds: ExportBounds = { files: 3, idleMs: 60_000, fileMs: 30 * 60_000 };

export interface ExportRouteOptions {
  readonly db: PostgresJsDatabase;
  readonly verifier: TokenVerifier;
  readonly clock: Clock;
  readonly seller: Pick<Seller, 'timeZone'>;
  /** Default: {@link usualExportBounds}. */
  readonly exportBounds?: ExportBounds | undefined;
}

/**
 * Sends files of invoices to whoever has an address for one: all that match as of one moment, as fast as the reader
 * takes them. A file that cannot be sent to its end is cut off by resetting the connection.
 */
export function registerExport(server: FastifyInstance, options: ExportRouteOptions): void {
  const { db, verifier, clock, seller, exportBounds: bounds = usualExportBounds } = options;
  const closing = new AbortController();
  let files = 0;
  server.addHook('preClose', async () => {
    setTimeout(() => closing.abort(), closeDeadlines.connectionsMs).unref();
  });

  server.get<{ Querystring: { of?: unknown } }>(exportPath, async (request, reply) => {
    const principal = await authorizeRoute(request, reply, { verifier, role: 'BILLING_MANAGER' });
    if (principal === undefined) return reply;
    const subject = toSubjectKey(principal);
    const file = await findExportRequest(db, { token: String(request.query.of), subject }, clock);
    if (file === undefined)
      throw new ExportRefusal('NOT_FOUND', 'This address is past its time, or for somebody else.');
    if (files >= bounds.files)
      throw new ExportRefusal('TOO_MANY_EXPORTS', 'Too many files are under way; try again soon.');
    files += 1;
    try {
      await db.transaction(
        async (tx) => {
          await takePlace(tx, subject);
          await send(tx, file, { request, reply });
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
    tx: Transaction,
    file: ExportRequest,
    { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  ): Promise<void> {
    const day = today(clock, seller.timeZone);
    const parts = writeFile(readWholeList(tx, { ...file, today: day }), file, day);
    // A problem with the statement is told by a status.
    const first = await parts.next();
    takeOver(reply);
    reply.raw.writeHead(200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileNames[file.language]}-${day}.csv"`,
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
      request.log.info({ err: error, requestId: request.id }, 'a file of invoices was cut off');
    } finally {
      clearTimeout(whole);
    }
  }
}

/** Lets each person have one file under way, in all processes. */
async function takePlace(tx: Transaction, subject: string): Promise<void> {
  const [row] = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`billing export ${subject}`}, 0)) as taken`,
  );
  if (row?.taken !== true)
    throw new ExportRefusal('EXPORT_RUNNING', 'Another file of yours is under way; wait for its end.');
}
