import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Sql } from 'postgres';
import { CodedError } from '#platform/errors/coded-error.ts';
import { authenticate } from '#platform/graphql/authenticate.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
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

/** The role that the API's fields want, too. */
const role = 'BILLING_MANAGER';
/** A sender that sends nothing for so long has gone. */
const silenceMs = 30_000;
/** The longest time for one file to arrive, in milliseconds. */
export const transferMs = 30 * 60_000;

/** Adds the addresses to which files are uploaded and from which rejected rows are downloaded. */
export function registerImportFiles(server: FastifyInstance, options: ImportFileOptions): void {
  server.register(async (routes) => {
    // Bodies are streams of any type: they are neither parsed nor held.
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', (_request, body, done) => done(null, body));
    routes.put<Params>(
      `${filePaths.UPLOAD}/:token`,
      { bodyLimit: Number.MAX_SAFE_INTEGER, config: { requestTimeoutMs: transferMs } },
      (request, reply) => upload(request, reply, options),
    );
    routes.get<Params>(`${filePaths.REJECTS}/:token`, (request, reply) => download(request, reply, options));
  });
}

async function upload(
  request: FastifyRequest<Params>,
  reply: FastifyReply,
  options: ImportFileOptions,
): Promise<unknown> {
  const uploadId = await findTarget(request, reply, 'UPLOAD', options);
  if (uploadId === undefined) return reply;
  const { sql, uploadDays } = options;
  const begun = await beginUpload(sql, uploadId);
  if (begun === undefined) {
    return refuse(reply, 409, 'UPLOAD_BEGUN', 'This file is being sent, or was sent already.');
  }
  try {
    const signal = AbortSignal.timeout(transferMs);
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
  options: ImportFileOptions,
): Promise<unknown> {
  const { sql } = options;
  const jobId = await findTarget(request, reply, 'REJECTS', options);
  if (jobId === undefined) return reply;
  const file = await findRejectFile(sql, jobId);
  if (file === undefined) return refuseUnknown(reply);
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename*=UTF-8''${encodeName(file.name)}`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  try {
    await pipeline(Readable.from(formatRejects(file.shape, readRejects(sql, jobId))), reply.raw);
  } catch (error) {
    // The connection is cut, so that half a file is not taken for a whole one.
    request.log.warn({ err: error, job: jobId }, 'a reject file was not sent whole');
  }
  return reply;
}

/** Finds the target of an address, or answers why there is none: who may not use it learns nothing of it. */
async function findTarget(
  request: FastifyRequest<Params>,
  reply: FastifyReply,
  purpose: FilePurpose,
  { sql, verifier }: ImportFileOptions,
): Promise<string | undefined> {
  try {
    const { principal } = await authenticate(request.headers.authorization, verifier);
    if (principal === undefined) {
      await refuse(reply, 401, 'UNAUTHENTICATED', 'Sign in first.');
      return undefined;
    }
    if (!principal.roles.has(role)) {
      await refuse(reply, 403, 'FORBIDDEN', `This is for ${role}.`);
      return undefined;
    }
    const subject = toSubjectKey(principal);
    const target = await findFileTarget(sql, request.params.token, { purpose, subject });
    if (target === undefined) await refuseUnknown(reply);
    return target;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { http, code } = error.extensions as { http?: { status?: number }; code?: string };
    await refuse(reply, http?.status ?? 401, code ?? 'UNAUTHENTICATED', error.message);
    return undefined;
  }
}

function refuseUnknown(reply: FastifyReply): FastifyReply {
  return refuse(reply, 404, 'NOT_FOUND', 'This address is unknown, past its time, or for somebody else.');
}

/** Answers with a problem and ends the connection: what is left of a body is not read. */
function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).header('connection', 'close').send({ code, message });
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
