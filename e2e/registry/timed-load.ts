import { Agent, request } from 'undici';

/** One request of a load. */
interface TimedRequest {
  /** The instant of its end, as `performance.now()` tells it. */
  readonly endMs: number;
  readonly tookMs: number;
  /** The reason for which it failed; `undefined` if it was answered as wanted. */
  readonly problem: string | undefined;
}

/** Requests that go on until they are stopped, each with its time. */
export interface TimedLoad {
  readonly requests: readonly TimedRequest[];
  /** Waits for the requests in flight. May be called again. */
  stop(): Promise<void>;
}

export interface TimedLoadOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body of each request, as JSON. */
  readonly body: () => object;
  readonly isWanted: (answer: unknown) => boolean;
  /** The number of requests in flight. */
  readonly inFlight: number;
}

const timeoutMs = 60_000;

/** Asks without a pause, and keeps what came of each request. */
export function startTimedLoad({ url, headers, body, isWanted, inFlight }: TimedLoadOptions): TimedLoad {
  const dispatcher = new Agent({ connections: inFlight });
  const requests: TimedRequest[] = [];
  let isStopped = false;
  let stopped: Promise<void> | undefined;

  async function ask(): Promise<string | undefined> {
    try {
      const response = await request(url, {
        dispatcher,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body()),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.body.text();
      return isWanted(JSON.parse(text)) ? undefined : `${response.statusCode} ${text.slice(0, 300)}`;
    } catch (error) {
      return String(error);
    }
  }
  async function askOn(): Promise<void> {
    while (!isStopped) {
      const fromMs = performance.now();
      const problem = await ask();
      const endMs = performance.now();
      requests.push({ endMs, tookMs: endMs - fromMs, problem });
    }
  }
  async function stop(): Promise<void> {
    isStopped = true;
    await Promise.all(workers);
    await dispatcher.close();
  }
  const workers = Array.from({ length: inFlight }, askOn);
  return {
    requests,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
