import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** The part of one call that is lost or stays on its way. */
type Part = 'request' | 'answer';

/** A call that stays on its way. */
interface HeldCall {
  /** Sends its request on, though its caller may be gone, or its answer, and gives the answer. */
  deliver(): Promise<string>;
}

/** A stretch of network between two services, on which single calls fail. */
export interface FaultyProxy extends AsyncDisposable {
  readonly url: string;
  /** The names of the mutations that passed, in order. */
  readonly calls: readonly string[];
  /** Lets the next call of a mutation fail. */
  loseNext(mutation: string, part: Part): void;
  /** Keeps the next call of a mutation on its way; resolves once it is there. */
  holdNext(mutation: string, part: Part): Promise<HeldCall>;
  /** False takes the service away: connections end without an answer. */
  isUp: boolean;
}

/** Starts a proxy in front of a GraphQL service. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const faults = new Map<string, { part: Part; hold?: (call: HeldCall) => void }>();
  const calls: string[] = [];

  async function forward(body: Buffer, { headers }: IncomingMessage): Promise<string> {
    const { authorization = '' } = headers;
    const answer = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: body.toString(),
    });
    return answer.text();
  }

  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const { query } = JSON.parse(body.toString()) as { query: string };
    const mutation = /^mutation\b[^{]*\{\s*(\w+)/.exec(query)?.[1] ?? 'query';
    const fault = faults.get(mutation);
    faults.delete(mutation);
    const { part, hold } = fault ?? {};
    if (part === 'request' && hold !== undefined) {
      hold({ deliver: () => forward(body, request) });
      return;
    }
    if (!proxy.isUp || part === 'request') return void request.socket.destroy();
    const text = await forward(body, request);
    const deliver = async () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
      return text;
    };
    if (mutation !== 'query') calls.push(mutation);
    if (part === undefined) await deliver();
    else if (hold === undefined) request.socket.destroy();
    else hold({ deliver });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    calls,
    loseNext: (mutation: string, part: Part) => void faults.set(mutation, { part }),
    holdNext: (mutation: string, part: Part) => {
      const { promise, resolve } = Promise.withResolvers<HeldCall>();
      faults.set(mutation, { part, hold: resolve });
      return promise;
    },
    isUp: true,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return proxy;
}
