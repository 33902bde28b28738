import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { waitFor } from '#platform/testing/wait-for.ts';

/** A span as a receiver got it. */
export interface ReceivedSpan {
  readonly service: unknown;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The ids of the spans that it is linked to. */
  readonly links: readonly string[];
  /** True if its work failed. */
  readonly isFailed: boolean;
}

export interface OtlpReceiver {
  /** The value of `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint: string;
  readonly spans: readonly ReceivedSpan[];
  /** The bodies of all exports, as texts. */
  readonly bodies: readonly string[];
  /** The headers of the last export. */
  readonly headers: IncomingHttpHeaders;
  /** Waits for a span. */
  waitForSpan(isWanted: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan>;
  close(): Promise<void>;
}

interface WireValue {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly boolValue?: boolean;
  readonly doubleValue?: number;
}
type WireAttributes = readonly { readonly key: string; readonly value: WireValue }[];
interface WireSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes?: WireAttributes;
  readonly links?: readonly { readonly spanId: string }[];
  readonly status?: { readonly code?: number };
}
interface WireExport {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: WireAttributes };
    readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[];
  }[];
}

/** Starts a receiver of traces on a free port of 127.0.0.1, which takes OTLP over HTTP in JSON. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const bodies: string[] = [];
  let headers: IncomingHttpHeaders = {};
  const server = createServer(async (request, response) => {
    const isExport = request.method === 'POST' && request.url === '/v1/traces';
    if (isExport && request.headers['content-type'] === 'application/json') {
      const body = (await json(request)) as WireExport;
      headers = request.headers;
      bodies.push(JSON.stringify(body));
      spans.push(...body.resourceSpans.flatMap(toSpans));
      response.setHeader('content-type', 'application/json').end('{}');
    } else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    get headers() {
      return headers;
    },
    async waitForSpan(isWanted) {
      await waitFor('the span', () => spans.some(isWanted));
      return spans.find(isWanted) as ReceivedSpan;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function toSpans({ resource, scopeSpans }: WireExport['resourceSpans'][number]): ReceivedSpan[] {
  const service = toAttributes(resource.attributes)['service.name'];
  return scopeSpans
    .flatMap(({ spans }) => spans)
    .map(({ name, traceId, spanId, parentSpanId, attributes = [], links = [], status }) => ({
      service,
      name,
      traceId,
      spanId,
      parentSpanId: parentSpanId || undefined,
      attributes: toAttributes(attributes),
      links: links.map((link) => link.spanId),
      isFailed: status?.code === 2,
    }));
}

function toAttributes(attributes: WireAttributes): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
