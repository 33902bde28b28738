import { waitFor } from '#platform/testing/wait-for.ts';

/** An HTTP answer that stays open, read as it comes. */
export class StreamReader {
  readonly status: number;
  readonly headers: Headers;
  text = '';
  isOver = false;
  readonly #abort: AbortController;

  private constructor(response: Response, abort: AbortController) {
    this.status = response.status;
    this.headers = response.headers;
    this.#abort = abort;
    this.#read(response).finally(() => {
      this.isOver = true;
    });
  }

  /** Asks, and begins to read. */
  static async open(url: string, init: RequestInit): Promise<StreamReader> {
    const abort = new AbortController();
    return new StreamReader(await fetch(url, { ...init, signal: abort.signal }), abort);
  }

  async #read(response: Response): Promise<void> {
    try {
      for await (const chunk of response.body ?? []) this.text += Buffer.from(chunk).toString();
    } catch {
      // Broken off, by this side or the other.
    }
  }

  async reach(what: string | RegExp): Promise<string> {
    await waitFor(`${what} in the stream`, () => this.text.search(what) >= 0);
    return this.text;
  }

  async end(): Promise<string> {
    await waitFor('the end of the stream', () => this.isOver);
    return this.text;
  }

  leave(): void {
    this.#abort.abort();
  }
}
