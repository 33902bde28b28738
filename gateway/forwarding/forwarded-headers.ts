import type { IncomingHttpHeaders } from 'node:http';
import { findCurrentSpan } from '#platform/tracing/tracing.ts';
import { readTraceContext, toChildTraceparent } from '../upstream/headers/trace-context.ts';

/**
 * The headers of a request and of an answer that say something about the file itself. Nothing else passes: no cookie, nothing of
 * the one connection (RFC 9110 section 7.6.1), nothing by which a client could pretend to be a proxy.
 */
const requestNames = [
  'accept',
  'accept-encoding',
  'accept-language',
  'content-digest',
  'content-encoding',
  'content-language',
  'content-length',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
] as const;

/** By them a service tells a person who reads from a program that fetches ahead (Fetch Metadata). */
const publicRequestNames = [...requestNames, 'sec-fetch-dest', 'sec-fetch-mode', 'sec-purpose'] as const;

const answerNames = [
  'accept-ranges',
  'allow',
  'cache-control',
  'content-digest',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'last-modified',
  'retry-after',
  'vary',
  'www-authenticate',
] as const;

/** The rules of a page that a service shows to anybody. Without its own, it has those of the gateway. */
const publicAnswerNames = [
  ...answerNames,
  'content-security-policy',
  'referrer-policy',
  'x-robots-tag',
] as const;

type Headers = Readonly<Record<string, string>>;

/** The headers of the request to a service: those of the client that may pass, its trace, and the verified token. */
export function toServiceHeaders(
  client: IncomingHttpHeaders,
  token: string | undefined,
  isPublic = false,
): Headers {
  const { traceparent, tracestate } = readTraceContext(client as Readonly<Record<string, unknown>>);
  // If the request is traced, its header names its own span.
  const toParent = findCurrentSpan() ? (text: string) => text : toChildTraceparent;
  return {
    ...pick(client, isPublic ? publicRequestNames : requestNames),
    ...(traceparent !== undefined && { traceparent: toParent(traceparent) }),
    ...(tracestate !== undefined && { tracestate }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
}

/** The headers of a service's answer that its client gets. */
export function toClientHeaders(service: IncomingHttpHeaders, isPublic = false): Headers {
  return pick(service, isPublic ? publicAnswerNames : answerNames);
}

function pick(headers: IncomingHttpHeaders, names: readonly string[]): Headers {
  return Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const value = headers[name];
      if (value === undefined) return [];
      return [[name, Array.isArray(value) ? value.join(', ') : value]];
    }),
  );
}
