import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { type UsageReport, usageReportSchema } from '#platform/usage/usage-report.ts';

/** A server that takes usage reports, and that a test may make fail. */
export interface ReportServer {
  readonly url: string;
  /** The reports that it took, as they were sent. */
  readonly texts: string[];
  readonly reports: UsageReport[];
  /** The keys that came with all requests. */
  readonly keys: unknown[];
  /** The status of answers from now on; 0 answers nothing. */
  answerWith(status: number): void;
  close(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1. */
export async function startReportServer(): Promise<ReportServer> {
  const [texts, reports, keys]: [string[], UsageReport[], unknown[]] = [[], [], []];
  let status = 204;
  const server = createServer(async (request, response) => {
    keys.push(request.headers['x-api-key']);
    if (status === 0) return;
    if (status === 204) {
      const text = gunzipSync(await buffer(request)).toString();
      reports.push(usageReportSchema.parse(JSON.parse(text)));
      texts.push(text);
    }
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/usage`,
    texts,
    reports,
    keys,
    answerWith: (next) => {
      status = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
