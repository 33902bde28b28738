import { GraphQLError } from 'graphql';
import { Feed } from './feed.ts';

interface Lending {
  readonly cursor: string;
  readonly number: number;
  readonly book: object | undefined;
  readonly fee: number;
}

/** The sources of the library's subscriptions, and the events that a test makes happen. */
export interface LibraryFeeds {
  /** Lends so many books; they are numbered from 1. */
  lend(count: number): void;
  /** As many visitors are there now. */
  visit(count: number): void;
  /** This much is in the till now. */
  fillTill(amount: number): void;
  /** The next so many requests to subscribe fail with a code, or with a fault without one. */
  refuse(times: number, code?: string): void;
  readonly resolvers: object;
}

/** Creates feeds of each kind: every event with and without a cursor, and the newest value. */
export function createLibraryFeeds(books: readonly object[]): LibraryFeeds {
  const lendings = new Feed<Lending>();
  const visitors = new Feed<number>();
  const till = new Feed<number>();
  let refusal: { times: number; code: string | undefined } = { times: 0, code: undefined };
  visitors.append(0);

  const checked =
    <Arguments, Events>(subscribe: (args: Arguments) => Events) =>
    (_: unknown, args: Arguments): Events => {
      if (refusal.times === 0) return subscribe(args);
      refusal = { ...refusal, times: refusal.times - 1 };
      throw new GraphQLError('Not now.', { extensions: refusal.code ? { code: refusal.code } : {} });
    };
  const same = <Value>(value: Value): Value => value;
  return {
    lend(count) {
      const first = lendings.length + 1;
      lendings.append(
        ...Array.from({ length: count }, (_, index) => {
          const number = first + index;
          return { cursor: `c${number}`, number, book: books[number % books.length], fee: number * 10 };
        }),
      );
    },
    visit: (count) => visitors.append(count),
    fillTill: (amount) => till.append(amount),
    refuse(times, code) {
      refusal = { times, code };
    },
    resolvers: {
      lent: {
        subscribe: checked(({ after }: { after?: string | null }) =>
          lendings.follow(after ? Number(after.slice(1)) : lendings.length),
        ),
        resolve: same,
      },
      returned: { subscribe: checked(() => lendings.follow(lendings.length)), resolve: same },
      visitors: {
        subscribe: checked(() => visitors.follow(visitors.length - 1, { skips: true })),
        resolve: (count: number) => ({ count, oldest: { id: 'a' }, names: `names of ${count}` }),
      },
      till: { subscribe: checked(() => till.follow(till.length)), resolve: same },
      alarm: { subscribe: checked(() => till.follow(till.length)), resolve: same },
    },
  };
}
