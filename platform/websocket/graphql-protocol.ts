import { GraphQLError, type GraphQLFormattedError, GraphQLSchema, parse } from 'graphql';
import { type ConnectionInitMessage, makeServer, type SubscribePayload } from 'graphql-ws';
import type { ClientConnection, ConnectionHost } from './client-connection.ts';
import { createNextWriter } from './next-writer.ts';
import type { RunningOperation } from './running-operation.ts';
import type { OperationRequest } from './websocket-handler.ts';

/** graphql-ws wants arguments to execute; here the handler executes, and these stand in their place. */
const placeholder = { schema: new GraphQLSchema({}), document: parse('{ __typename }') };

const internalError: GraphQLFormattedError = {
  message: 'Something went wrong here.',
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
};

/** Speaks graphql-transport-ws on connections, for a handler. */
export interface GraphQLProtocol<Context extends object> {
  /** Serves a connection until it ends. */
  serve(connection: ClientConnection<Context>): void;
}

/** Creates the protocol's server: graphql-ws's, with operations that the host's handler runs. */
export function createGraphQLProtocol<Context extends object>(
  host: ConnectionHost<Context>,
): GraphQLProtocol<Context> {
  const { handler, log, limits } = host;
  const writeNext = createNextWriter();
  const formattedRefusals = new WeakMap<readonly GraphQLError[], readonly GraphQLFormattedError[]>();

  function refuse(errors: readonly GraphQLFormattedError[]): readonly GraphQLError[] {
    const refusal = errors.map(({ message }) => new GraphQLError(message));
    formattedRefusals.set(refusal, errors);
    return refusal;
  }

  async function start(
    connection: ClientConnection<Context>,
    operation: RunningOperation,
    request: OperationRequest,
  ): Promise<readonly GraphQLFormattedError[] | undefined> {
    const { admitted } = connection;
    if (admitted === undefined) throw new Error('An operation was begun on a connection not let in.');
    try {
      return await operation.start((signal) => handler.subscribe(admitted, request, signal));
    } catch (error) {
      log.error({ err: error, connectionId: connection.id }, 'an operation failed to start');
      return [internalError];
    }
  }

  const server = makeServer<ConnectionInitMessage['payload'], ClientConnection<Context>>({
    connectionInitWaitTimeout: limits.initWithinMs,
    onConnect: async ({ extra: connection, connectionParams }) => {
      const decision = await connection.connect(connectionParams ?? {});
      if (decision.kind === 'refused') return false;
      return decision.acknowledgement === undefined ? true : { ...decision.acknowledgement };
    },
    onSubscribe: async ({ extra: connection, subscriptions }, id, payload) => {
      // Unanswered, so that the client asks again elsewhere when the connection closes in a moment.
      if (connection.isLeaving) return new Promise<never>(() => {});
      const { admitted } = connection;
      const request = toRequest(id, payload);
      if (connection.hasAllOperations) {
        const errors = [tooManyOperations(limits.operationsPerConnection)];
        if (admitted !== undefined) handler.refused?.(admitted, request, errors);
        return refuse(errors);
      }
      let sentBytes = 0;
      const operation = connection.createOperation(
        (result) => {
          const frame = writeNext(id, result);
          for (const part of frame) sentBytes += part.length;
          return connection.socket.sendFrame(frame);
        },
        (hasLeft) => {
          if (admitted !== undefined) handler.ended?.(admitted, request, { sentBytes, hasLeft });
        },
      );
      // From now on, so that the end of the connection and a `complete` reach it while it is being prepared.
      subscriptions[id] = operation;
      const errors = await start(connection, operation, request);
      if (connection.isLeaving) connection.leave();
      return errors === undefined ? { ...placeholder, contextValue: operation } : refuse(errors);
    },
    execute: ({ contextValue }) => contextValue as RunningOperation,
    onError: ({ extra: connection }, _id, _payload, errors) => {
      const formatted = formattedRefusals.get(errors);
      if (formatted !== undefined) return formatted;
      log.error(
        { err: errors[0]?.originalError ?? errors[0], connectionId: connection.id },
        'a source failed',
      );
      return [internalError];
    },
  });

  return {
    serve(connection) {
      const { socket } = connection;
      let onMessage: (text: string) => Promise<void> = async () => {};
      const ended = server.opened(
        {
          protocol: socket.protocol,
          send: (text) => socket.send(text),
          close: (code, reason) => socket.close(code ?? 1000, reason ?? ''),
          onMessage: (listener) => {
            onMessage = (text) => listener(withQuery(text));
          },
          onPing: async (payload) => {
            const { admitted } = connection;
            const answer = admitted && (await handler.ping?.(admitted, payload));
            const message = answer === undefined ? { type: 'pong' } : { type: 'pong', payload: answer };
            await socket.send(JSON.stringify(message));
          },
        },
        connection,
      );
      connection.listen({ onMessage, onEnded: ended });
    },
  };
}

/**
 * Gives a `subscribe` message that names its document by hash alone (Automatic Persisted Queries) the empty query that
 * graphql-ws insists on.
 */
function withQuery(text: string): string {
  if (!text.includes('"persistedQuery"')) return text;
  try {
    const message = JSON.parse(text) as { payload?: { query?: unknown; extensions?: unknown } } | null;
    const { payload } = message ?? {};
    if (!payload?.extensions || (payload.query !== undefined && payload.query !== null)) return text;
    return JSON.stringify({ ...message, payload: { ...payload, query: '' } });
  } catch {
    return text;
  }
}

function toRequest(id: string, payload: SubscribePayload): OperationRequest {
  return {
    id,
    query: payload.query,
    operationName: payload.operationName ?? undefined,
    variables: payload.variables ?? undefined,
    extensions: payload.extensions ?? undefined,
  };
}

function tooManyOperations(limit: number): GraphQLFormattedError {
  return {
    message: `There are ${limit} operations at work on this connection; complete one first.`,
    extensions: { code: 'TOO_MANY_OPERATIONS' },
  };
}
