import type { ServiceMap } from '@apollo/gateway/dist/executeQueryPlan.js';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Log } from '#platform/log/log.ts';
import { hasLeft } from '../../../upstream/has-left.ts';
import type {
  SubgraphCall,
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
} from '../../../upstream/subgraph-transport.ts';
import { failurePaths } from './failure-paths.ts';

/**
 * Fits a transport into the stock executor. A transport that fails becomes an answer with errors, one for each place
 * that now lacks its data, so that a client sees which nulls come from it; why it failed goes to the log alone.
 */
export function createTransportDataSource(
  subgraph: string,
  transport: SubgraphTransport,
  call: SubgraphCall,
  log: Log,
): ServiceMap[string] {
  return {
    async process({ request }) {
      const { query = '', operationName } = request;
      const { representations, ...variables } = request.variables ?? {};
      const subgraphRequest: SubgraphRequest = {
        subgraph,
        query,
        variables,
        operationName,
        // No variable of a client has this name.
        ...(Array.isArray(representations) && {
          representations: representations.map((each) => JSON.stringify(each)),
        }),
      };
      try {
        return toStockResponse(await transport.send(subgraphRequest, call));
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        const { code, message: reason } = error;
        if (hasLeft(call.signal)) log.debug({ subgraph }, 'a client left before a subgraph had answered');
        else log.warn({ subgraph, code, reason }, 'a subgraph gave no usable answer');
        const extensions = { code };
        const message = 'A service this needs gave no answer.';
        return { errors: failurePaths(subgraphRequest).map((path) => ({ message, path, extensions })) };
      }
    },
  };
}

/** The stock executor merges into what it is given, and wants the types of its own. */
function toStockResponse({ data, errors }: SubgraphResponse) {
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors?.length
      ? {
          errors: errors.map(({ message, path, extensions = {} }) => ({
            message,
            extensions,
            ...(path && { path }),
          })),
        }
      : {}),
  };
}
