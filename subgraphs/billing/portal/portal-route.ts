import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentLanguage } from '#documents/pdf/words.ts';
import { isByPerson } from './is-by-person.ts';
import { portalPath } from './open-portal-link.ts';
import { createNoDocumentPage, createRefusalPage } from './page/message-page.ts';
import { portalPolicy } from './page/portal-style.ts';
import { Portal, type PortalAnswer, type PortalOptions } from './portal.ts';
import { parseLanguage, toBrowserLanguage } from './portal-language.ts';

/** Pages and documents under way at a time; each page holds a connection to the database. */
export const maxPortalRequests = 20;

const statuses: Readonly<Record<PortalAnswer['kind'], number>> = {
  page: 200,
  pdf: 200,
  'pdf head': 200,
  refused: 404,
  none: 409,
  late: 503,
};

/**
 * Shows invoices to whoever has a link. All that is not a link that works has one answer: the status, the page and the time are those of
 * a link that is past its time.
 */
export function registerPortal(server: FastifyInstance, options: PortalOptions): void {
  const portal = new Portal(options);
  let requests = 0;

  server.get<{ Querystring: { language?: unknown } }>(`${portalPath}*`, async (request, reply) => {
    const browserLanguage = toBrowserLanguage(request.headers['accept-language']);
    addHeaders(reply);
    if (requests >= maxPortalRequests) return send(reply, { kind: 'late', language: browserLanguage });
    requests += 1;
    try {
      const answer = await portal.answer({
        ...splitPath(request),
        language: parseLanguage(request.query.language),
        browserLanguage,
        isHead: request.method === 'HEAD',
        isByPerson: request.method === 'GET' && isByPerson(request.headers),
      });
      return send(reply, answer);
    } catch (err) {
      request.log.error({ err, requestId: request.id }, 'the portal gave no answer');
      return send(reply, { kind: 'late', language: browserLanguage });
    } finally {
      requests -= 1;
    }
  });

  function send(reply: FastifyReply, answer: PortalAnswer): FastifyReply {
    const { kind, language } = answer;
    reply.code(statuses[kind]).header('content-language', language);
    if (kind === 'pdf' || kind === 'pdf head') {
      const { fileName } = answer;
      reply.type('application/pdf').header('content-disposition', `attachment; filename="${fileName}"`);
      return kind === 'pdf' ? reply.send(answer.bytes) : sendHead(reply, answer.sizeBytes);
    }
    if (kind === 'late') reply.header('retry-after', '5');
    return reply.type('text/html; charset=utf-8').send(toPage(answer, language));
  }

  function toPage(
    answer: Exclude<PortalAnswer, { kind: 'pdf' | 'pdf head' }>,
    language: DocumentLanguage,
  ): string {
    if (answer.kind === 'page') return answer.page;
    if (answer.kind === 'refused') return createRefusalPage(language, options.sellerDetails);
    return createNoDocumentPage(language, answer.kind === 'late');
  }
}

/** Sends the head of an answer without any length but that of the body to a GET (RFC 9110, 8.6), which Fastify sets for all but streams. */
function sendHead(reply: FastifyReply, sizeBytes: number | undefined): FastifyReply {
  if (sizeBytes !== undefined) reply.header('content-length', sizeBytes);
  return reply.send(Readable.from([]));
}

/** Nothing of the page is kept by whoever stands between, and its address goes nowhere. */
function addHeaders(reply: FastifyReply): void {
  reply.headers({
    'cache-control': 'no-store',
    'content-security-policy': portalPolicy,
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow, noarchive',
  });
}

/** The token, and the rest of the path that says what is asked for. */
function splitPath({ url }: FastifyRequest): { readonly token: string; readonly rest: string } {
  const [path = ''] = url.split('?', 1);
  const [token = '', ...rest] = path.slice(portalPath.length).split('/');
  return { token, rest: rest.join('/') };
}
