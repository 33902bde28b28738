import type { Sql } from 'postgres';
import type { Bell } from '#platform/waiting/bell.ts';
import { NewestFeed } from '../feeds/newest-feed.ts';

/** A figure that can be read once and followed. */
export interface Live<Value> {
  read(): Promise<Value>;
  /** The present value, then its changes; slow followers miss some, and never the newest. */
  follow(): AsyncIterableIterator<Value>;
}

/** The parts from which the figures of the API are made. */
export interface LiveParts {
  readonly sql: Sql;
  /** Rung when there may be something new in the tables. */
  readonly changes: Bell;
  /** False if invoices are not kept for those who follow them. */
  readonly keepsReceived: boolean;
  /** The seller's time zone, which dates an invoice whose message has no date. */
  readonly timeZone: string;
  /** Told of failures to read while somebody follows; they are tried again. */
  readonly onError: (error: unknown) => void;
  readonly feeds: SharedFeeds;
}

/** The times that all feeds keep, in milliseconds. */
export const feedTimes = {
  /** The shortest time between two values of one figure: at most ten a second. */
  intervalMs: 100,
  /** The time up to which it grows while loads are slow: people see fewer steps, and the newest value within a second. */
  maxIntervalMs: 500,
  /** The longest time between two checks for changes while there is no hint. */
  pollMs: 500,
  /** The time between two values of a figure that is sent again though nothing changes. */
  beatMs: 1_000,
} as const;

export interface FollowedFigureOptions<Value> {
  /** True if a value changes by the clock alone. */
  readonly isMoving?: (value: Value) => boolean;
  /** True to send the value once a second though nothing changes: whoever gets nothing knows that nothing comes any more. */
  readonly hasBeat?: boolean;
}

/** Feeds of newest values, each shared by all who follow the same. */
export class SharedFeeds {
  readonly #options: Pick<LiveParts, 'changes' | 'onError'>;
  readonly #feeds = new Map<string, Pick<NewestFeed<object>, 'follow'>>();

  constructor(options: Pick<LiveParts, 'changes' | 'onError'>) {
    this.#options = options;
  }

  /**
   * A figure that is read by a function.
   *
   * @param name the same for all who may share a feed
   */
  toLive<Value extends object>(
    name: string,
    read: () => Promise<Value>,
    options: FollowedFigureOptions<Value> = {},
  ): Live<Value> {
    return { read, follow: () => this.#follow(name, read, options) };
  }

  #follow<Value extends object>(
    name: string,
    read: () => Promise<Value>,
    { isMoving = () => false, hasBeat = false }: FollowedFigureOptions<Value>,
  ): AsyncIterableIterator<Value> {
    const shared = this.#feeds.get(name) as Pick<NewestFeed<Value>, 'follow'> | undefined;
    if (shared !== undefined) return shared.follow();
    const feed = new NewestFeed({
      ...this.#options,
      ...feedTimes,
      load: read,
      toText: hasBeat ? toBeatingText : toComparedText,
      isMoving,
      onIdle: () => this.#feeds.delete(name),
    });
    this.#feeds.set(name, feed);
    return feed.follow();
  }
}

/** A value without its position and time, which move on with every invoice: alone they do not make it new. */
export function toComparedText(value: object): string {
  return JSON.stringify({ ...value, cursor: undefined, takenAt: undefined });
}

/** The same with the second in which the value is sent. */
function toBeatingText(value: object): string {
  return `${Math.floor(Date.now() / feedTimes.beatMs)} ${toComparedText(value)}`;
}
