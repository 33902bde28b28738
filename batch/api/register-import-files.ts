import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Sql } from 'postgres';
import { CodedError } from '#platform/errors/coded-error.ts';
import { authorizeRoute } from '#platform/http/authorize-route.ts';
import { takeOver } from '#platform/http/take-over.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { readRejects } from '../jobs/read-rejects.ts';
import { findRejectFile } from '../rejects/find-reject-shape.ts';
import { formatRejects } from '../rejects/reject-file.ts';
import { type FilePurpose, filePaths, findFileTarget } from '../uploads/file-address.ts';
import { receiveUpload } from '../uploads/receive-upload.ts';
import { beginUpload } from '../uploads/upload-store.ts';

/** The parts that the routes need. */
export interface ImportFileOptions {
  readonly sql: Sql;
  readonly verifier: TokenVerifier;
  /** The days for which an uploaded file stays. */
  readonly uploadDays: number;
}

type Params = { Params: { token: string } };

/** The role and the scope that the mutations want, too, which give the addresses. */
const role = 'BILLING_MANAGER';
const scope = 'imports:write';
/** A sender that sends nothing for so long has gone, and a reader that takes nothing. */
const silenceMs = 30_000;
/** The longest time for one file to arrive or to be sent, in milliseconds. */
export const transferMs = 30 * 60_000;

/** Adds the addresses to which files are uploaded and from which rejected rows are downloaded. */
export function registerImportFiles(server: FastifyInstance, options: ImportFileOptions): void {
  const closing = new AbortController();
  server.addHook('preClose', async () => {
    setTimeout(() => closing.abort(), closeDeadlines.connectionsMs).unref();
  });
  const route = { ...options, closing: closing.signal };
  server.register(async (routes) => {
    // Bodies are streams of any type: they are neither parsed nor held.
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', (_request, body, done) => done(null, body));
    routes.put<Params>(
      `${filePaths.UPLOAD}/:token`,
      { bodyLimit: Number.MAX_SAFE_INTEGER, config: { requestTimeoutMs: transferMs } },
      (request, reply) => upload(request, reply, route),
    );
    routes.get<Params>(`${filePaths.REJECTS}/:token`, (request, reply) => download(request, reply, route));
  });
}

interface FileRoute extends ImportFileOptions {
  /** Aborted when the process ends. */
  readonly closing: AbortSignal;
}

async function upload(
  request: FastifyRequest<Params>,
  reply: FastifyReply,
  route: FileRoute,
): Promise<FastifyReply> {
  // The rest of a refused body is not read.
  reply.header('connection', 'close');
  const uploadId = await findTarget(request, reply, 'UPLOAD', route);
  if (uploadId === undefined) return reply;
  const { sql, uploadDays, closing } = route;
  const begun = await beginUpload(sql, uploadId);
  if (begun === undefined) {
    return refuse(reply, 409, 'UPLOAD_BEGUN', 'This file is being sent, or was sent already.');
  }
  try {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(transferMs)]);
    const limits = { days: uploadDays, silenceMs, signal };
    const sha256 = await receiveUpload(sql, begun, toBody(request.body), limits);
    return reply.code(201).send({ uploadId, bytes: begun.fileBytes, sha256 });
  } catch (error) {
    if (error instanceof CodedError) return refuse(reply, 400, error.code, error.message);
    if (!request.raw.destroyed) throw error;
    request.log.info({ upload: uploadId }, 'an upload broke off');
    return reply;
  }
}

async function download(
  request: FastifyRequest<Params>,
  reply: FastifyReply,
  route: FileRoute,
): Promise<FastifyReply> {
  const { sql, closing } = route;
  const jobId = await findTarget(request, reply, 'REJECTS', route);
  if (jobId === undefined) return reply;
  const file = await findRejectFile(sql, jobId);
  if (file === undefined) return refuseUnknown(reply);
  takeOver(reply);
  reply.raw.writeHead(200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename*=UTF-8''${encodeName(file.name)}`,
    'cache-control': 'no-store',
  });
  const overdue = new AbortController();
  reply.raw.setTimeout(silenceMs, () => overdue.abort());
  const signal = AbortSignal.any([closing, overdue.signal, AbortSignal.timeout(transferMs)]);
  try {
    await pipeline(formatRejects(file.shape, readRejects(sql, jobId)), reply.raw, { signal });
  } catch (error) {
    // Reset and not ended, so that half a file is not taken for a whole one.
    request.raw.socket.resetAndDestroy();
    request.log.info({ err: error, job: jobId }, 'a reject file was cut off');
  }
  return reply;
}

/** Finds the target of an address, or answers why there is none: who may not use it learns nothing of it. */
async function findTarget(
  request: FastifyRequest<Params>,
  reply: FastifyReply,
  purpose: FilePurpose,
  { sql, verifier }: FileRoute,
): Promise<string | undefined> {
  const principal = await authorizeRoute(request, reply, { verifier, role, scope });
  if (principal === undefined) return undefined;
  const subject = toSubjectKey(principal);
  const target = await findFileTarget(sql, request.params.token, { purpose, subject });
  if (target === undefined) await refuseUnknown(reply);
  return target;
}

function refuseUnknown(reply: FastifyReply): FastifyReply {
  return refuse(reply, 404, 'NOT_FOUND', 'This address is unknown, past its time, or for somebody else.');
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ code, message });
}

function toBody(body: unknown): Readable {
  return body instanceof Readable ? body : Readable.from([]);
}

/** Encodes a file name for a header (RFC 8187 section 3.2.1). */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
