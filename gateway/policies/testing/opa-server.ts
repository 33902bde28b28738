import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A question as an Open Policy Agent gets it. */
interface OpaQuestion {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly input: {
    readonly policies: readonly string[];
    readonly claims: Readonly<Record<string, unknown>> | null;
    readonly clientId: string | null;
    readonly address: string;
    readonly at: string;
    readonly operationName: string | null;
  };
}

type Behaviour = (question: OpaQuestion, response: ServerResponse) => void;

/** A server that speaks the Data API of the Open Policy Agent, well or badly. */
export interface OpaServer {
  readonly url: string;
  readonly questions: OpaQuestion[];
  /** Answers from now on with these policies. */
  hold(...policies: readonly string[]): void;
  behave(behaviour: Behaviour): void;
  /** Takes no connections and breaks those that there are. */
  goAway(): Promise<void>;
  /** Listens on the same port again. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1; at first it holds nothing. */
export async function startOpaServer(): Promise<OpaServer> {
  const questions: OpaQuestion[] = [];
  let behaviour: Behaviour = () => {};
  const hold: OpaServer['hold'] = (...held) => {
    behaviour = ({ input }, response) => {
      const result = Object.fromEntries(input.policies.map((policy) => [policy, held.includes(policy)]));
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ result }));
    };
  };
  hold();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/health') {
      response.end('{}');
      return;
    }
    const { input } = (await json(request)) as Pick<OpaQuestion, 'input'>;
    const question = { path: request.url, authorization: request.headers.authorization, input };
    questions.push(question);
    behaviour(question, response);
  };
  const server: Server = createServer((request, response) => void answer(request, response));
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const goAway = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const port = await listen(0);
  return {
    url: `http://127.0.0.1:${port}`,
    questions,
    hold,
    behave: (next) => {
      behaviour = next;
    },
    goAway,
    comeBack: async () => void (await listen(port)),
    close: goAway,
  };
}
