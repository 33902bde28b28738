import { waitFor } from '#platform/testing/wait-for.ts';

/** The gateway and the credentials of a subscriber: a token, or the cookie of a session as a page of the gateway's own origin. */
export interface Access {
  /** The GraphQL address of the gateway. */
  readonly gatewayUrl: string;
  readonly token?: string;
  readonly cookie?: string;
}

export interface Subscription {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A client as its users install it, with nothing of ours in it. */
export interface StockClient {
  readonly name: string;
  /** Begins to subscribe; what comes of it is recorded. */
  follow(subscription: Subscription, access: Access): Following;
}

/** One result with data, and when it was received, in milliseconds since the epoch. */
export interface Event {
  readonly data: Readonly<Record<string, unknown>>;
  readonly receivedAtMs: number;
}

/** An error that a client tells its user. */
export interface ToldError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** The result of renewing a token. */
export interface RenewalAnswer {
  readonly renewed: boolean;
  readonly error?: { readonly code: string };
}

/** A running subscription. */
export interface Following {
  readonly recording: Recording;
  /** Unsubscribes, as the client has it. */
  leave(): void;
  /** Offers a newer token on the way that the gateway has for the client's transport. */
  renew(token: string): Promise<RenewalAnswer>;
}

/** The answers to a client, in their order. */
export class Recording {
  readonly events: Event[] = [];
  readonly errors: ToldError[] = [];
  isOver = false;

  /** Takes a result as a client gives it to its user. */
  take(result: { readonly data?: unknown; readonly errors?: readonly ToldError[] | undefined }): void {
    if (typeof result.data === 'object' && result.data !== null)
      this.events.push({ data: { ...result.data }, receivedAtMs: Date.now() });
    this.errors.push(...(result.errors ?? []));
  }

  /** Takes what a client throws: the errors of GraphQL, or one of its own. */
  fail(reason: unknown): void {
    const errors: unknown[] = Array.isArray(reason) ? reason : [reason];
    this.errors.push(
      ...errors.map((error) => ({ message: 'An error without a message', ...toPlain(error) })),
    );
    this.isOver = true;
  }

  end(): void {
    this.isOver = true;
  }

  get codes(): unknown[] {
    return this.errors.map(({ message, extensions }) => extensions?.['code'] ?? message);
  }

  /** Waits until so many events have come, and gives the values of their root field. */
  async reach<Value>(count: number, rootField: string): Promise<Value[]> {
    await waitFor(`${count} events (${this.events.length} came, errors: ${this.codes})`, () => {
      if (this.isOver && this.events.length < count)
        throw new Error(`It ended after ${this.events.length} of ${count} events: ${this.codes}`);
      return this.events.length >= count;
    });
    return this.events.map(({ data }) => data[rootField] as Value);
  }

  async over(withinMs?: number): Promise<void> {
    await waitFor('the end of the subscription', () => this.isOver, withinMs);
  }
}

function toPlain(error: unknown): Partial<ToldError> {
  if (typeof error !== 'object' || error === null) return { message: String(error) };
  const { message, extensions, reason } = error as Record<string, unknown>;
  return {
    message: String(message ?? reason ?? error),
    ...(typeof extensions === 'object' && extensions !== null && { extensions: { ...extensions } }),
  };
}
