/** The part of autocannon that is used here; it brings no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  interface Options {
    readonly url: string;
    readonly method: 'POST';
    readonly connections: number;
    /** In seconds. */
    readonly duration: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }

  interface Result {
    readonly errors: number;
    readonly timeouts: number;
    readonly non2xx: number;
    readonly requests: { readonly total: number };
    /** In seconds. */
    readonly duration: number;
  }

  interface Run extends EventEmitter, Promise<Result> {}

  // The package exports one function, as CommonJS does.
  function autocannon(options: Options): Run;
  export = autocannon;
}
