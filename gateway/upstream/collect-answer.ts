import { type Dispatcher, errors } from 'undici';

/** An answer as it came. */
export interface CollectedAnswer {
  readonly status: number;
  /** The header `content-type`, empty without it. */
  readonly type: string;
  /** The body; empty if its type is not accepted. */
  readonly text: string;
}

export interface CollectOptions {
  readonly dispatcher: Dispatcher;
  readonly request: Dispatcher.DispatchOptions;
  /** Tests by its `content-type` if a body is wanted. */
  readonly isAccepted: (type: string) => boolean;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A request failed before any of it was sent, so that it may be tried elsewhere whatever it asks for. */
export class UnsentError extends Error {}

/** The time for an answer is over. */
export class OverdueError extends Error {}

/** Of a body that is not wanted, so many bytes are read to keep the connection; beyond, closing it is cheaper. */
const maxUnwantedBytes = 131_072;

/**
 * Sends one request and collects its answer. `dispatch` with a handler costs a fraction of `request` or `fetch`: no stream is made
 * of the body.
 *
 * @throws UnsentError with the cause if nothing was sent, OverdueError, the reason of the signal, or an error of undici
 */
export function collectAnswer(options: CollectOptions): Promise<CollectedAnswer> {
  const { signal } = options;
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => new Collector(options, resolve, reject).start());
}

class Collector implements Dispatcher.DispatchHandler {
  readonly #options: CollectOptions;
  readonly #resolve: (answer: CollectedAnswer) => void;
  readonly #reject: (reason: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #overdue: NodeJS.Timeout | undefined;
  #isOver = false;
  #status = 0;
  #type = '';
  #isAccepted = false;
  #bytes = 0;
  readonly #chunks: Buffer[] = [];

  constructor(
    options: CollectOptions,
    resolve: (answer: CollectedAnswer) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    const { dispatcher, request, signal, timeoutMs } = this.#options;
    this.#overdue = setTimeout(this.#giveUpLate, timeoutMs);
    signal.addEventListener('abort', this.#leave, { once: true });
    dispatcher.dispatch(request, this);
  }

  /** Called right before the request is written to an open connection. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    // An error keeps the connection for the next request; an abort would close it.
    if (this.#isOver) throw new errors.RequestAbortedError();
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    { 'content-type': type = '' }: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#type = String(type);
    this.#isAccepted = this.#options.isAccepted(this.#type);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (!this.#isAccepted) {
      if (this.#bytes <= maxUnwantedBytes) return;
      this.#finish('');
      controller.abort(new errors.RequestAbortedError());
    } else if (this.#bytes > this.#options.maxBytes) {
      this.#giveUp(new errors.ResponseExceededMaxSizeError());
    } else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (!this.#isOver) this.#finish(decode(this.#chunks, this.#bytes));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  #finish(text: string): void {
    this.#end();
    this.#resolve({ status: this.#status, type: this.#type, text });
  }

  readonly #leave = () => this.#giveUp(this.#options.signal.reason);

  readonly #giveUpLate = () =>
    this.#giveUp(new OverdueError(`there was no answer within ${this.#options.timeoutMs} ms`));

  #giveUp(reason: unknown): void {
    this.#fail(reason);
    this.#controller?.abort(new errors.RequestAbortedError());
  }

  #fail(reason: unknown): void {
    if (this.#isOver) return;
    this.#end();
    this.#reject(this.#controller === undefined ? new UnsentError('not sent', { cause: reason }) : reason);
  }

  #end(): void {
    this.#isOver = true;
    this.#chunks.length = 0;
    clearTimeout(this.#overdue);
    this.#options.signal.removeEventListener('abort', this.#leave);
  }
}

/** Decodes UTF-8 without its byte order mark, which some servers send and JSON does not have (RFC 8259 section 8.1). */
function decode(chunks: readonly Buffer[], bytes: number): string {
  const [first] = chunks;
  if (first === undefined) return '';
  const body = chunks.length === 1 ? first : Buffer.concat(chunks, bytes);
  return body.toString('utf8', hasByteOrderMark(body) ? 3 : 0);
}

function hasByteOrderMark(body: Buffer): boolean {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
}
