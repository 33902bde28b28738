import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseTraceparent } from './traceparent.ts';
import { runInSpan, type TraceSpan, type Tracing } from './tracing.ts';

/** The routes that machines ask all the time. */
const quietRoutes: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Records a span of each request of a server, which follows from the `traceparent` of the caller. The header then names this
 * span, so that whatever reads it later, and passes it on, follows from the request. Paths and addresses are not told, as
 * they may hold secrets and personal data: only the route is.
 */
export function traceRequests(server: FastifyInstance, tracing: Tracing): void {
  const spans = new WeakMap<FastifyRequest, TraceSpan>();

  server.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url;
    if (route === undefined || quietRoutes.has(route)) return done();
    const { method, headers } = request;
    const { traceparent } = headers;
    const span = tracing.startSpan(`${method} ${route}`, {
      kind: 'server',
      parent: typeof traceparent === 'string' ? traceparent : undefined,
      attributes: { 'http.request.method': method, 'http.route': route, 'url.scheme': request.protocol },
    });
    // The state belongs to the trace that the caller named, and to no other (W3C Trace Context, section 3.3).
    if (parseTraceparent(traceparent) === undefined) delete headers['tracestate'];
    headers['traceparent'] = span.traceparent;
    spans.set(request, span);
    runInSpan(span, done);
  });
  // The body is read in the context of its connection.
  server.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else runInSpan(span, done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.set({ 'http.response.status_code': reply.statusCode });
    if (reply.statusCode >= 500) span?.fail(String(reply.statusCode));
    span?.end();
    done();
  });
  // A client that leaves before its answer causes no response.
  server.addHook('onRequestAbort', (request, done) => {
    const span = spans.get(request);
    span?.fail('client_gone');
    span?.end();
    done();
  });
}
