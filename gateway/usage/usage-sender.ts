import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { toFetchProblem } from '#platform/errors/to-fetch-problem.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import type { UsageReport } from '#platform/usage/usage-report.ts';

/** The end of an attempt to send a report: `refused` for good, or `failed`, so that it may be sent again. */
export type SendOutcome = 'sent' | 'refused' | 'failed';

export interface ReportResult {
  readonly outcome: SendOutcome;
  /** Says why it was not sent. */
  readonly reason: string | undefined;
}

export interface UsageSenderOptions {
  readonly url: string;
  /** Goes into the header `x-api-key`. */
  readonly key: string;
  /** For one report, in milliseconds. */
  readonly timeoutMs: number;
  /** Sends requests. Default: that of Node.js. */
  readonly fetch?: Fetch | undefined;
}

const compress = promisify(gzip);

/** Sends a report as gzipped JSON. It is refused by every answer 4xx that another try would not change. Never rejects. */
export async function sendReport(
  report: UsageReport,
  { url, key, timeoutMs, fetch: send = fetch }: UsageSenderOptions,
  signal: AbortSignal,
): Promise<ReportResult> {
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', 'x-api-key': key },
      body: await compress(JSON.stringify(report)),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    if (response.ok) return { outcome: 'sent', reason: undefined };
    const { status } = response;
    const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
    return { outcome: isFinal ? 'refused' : 'failed', reason: `status ${status}` };
  } catch (error) {
    return { outcome: 'failed', reason: toFetchProblem(error) };
  }
}
