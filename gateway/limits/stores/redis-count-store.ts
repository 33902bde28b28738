import { createClient } from '@redis/client';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { Log } from '#platform/log/log.ts';
import type { CountedPoints, CountStore } from '../counting/count-store.ts';
import { limiterOptions } from './limiter-options.ts';

const connectTimeoutMs = 2_000;
const commandTimeoutMs = 5_000;
const maxReconnectDelayMs = 1_000;

/** Counts in Redis or Valkey, in keys that expire. Sums of days last as long as the server keeps what it has. */
export class RedisCountStore implements CountStore {
  readonly #client: ReturnType<typeof createRedisClient>;
  readonly #limiter: RateLimiterRedis;

  /** Connects in the background, and again whenever the connection is lost. */
  constructor(url: string, log: Pick<Log, 'debug'>) {
    this.#client = createRedisClient(url);
    // The counts tell that the store is away; an error that nobody hears would end the process.
    this.#client.on('error', (error: unknown) => log.debug({ err: error }, 'the store of the limits failed'));
    this.#limiter = new RateLimiterRedis({
      ...limiterOptions,
      keyPrefix: 'gateway',
      storeClient: this.#client,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
    });
    // Rejects only when it is closed before it was connected.
    this.#client.connect().catch(() => {});
  }

  async add({ key, points, keepSeconds }: CountedPoints): Promise<number> {
    const { consumedPoints } = await this.#limiter.penalty(key, points, { customDuration: keepSeconds });
    return consumedPoints;
  }

  close(): void {
    this.#client.destroy();
  }
}

function createRedisClient(url: string) {
  return createClient({
    url,
    // A message that cannot be sent fails at once: the operation that waits for it is decided about otherwise.
    disableOfflineQueue: true,
    commandOptions: { timeout: commandTimeoutMs },
    socket: {
      connectTimeout: connectTimeoutMs,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** Math.min(retries, 10), maxReconnectDelayMs),
    },
  });
}
