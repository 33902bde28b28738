import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Log } from '#platform/log/log.ts';
import type { GraphHolder } from '../../graph/graph-holder.ts';
import type { AdmitOperation } from '../../operation/admit.ts';
import { toAnswerText } from '../../operation/answer-text.ts';
import type { PersistedQueries } from '../../operation/persisted-queries.ts';
import { createAdmissionPlugin } from './admission-plugin.ts';
import type { HttpContext } from './http-context.ts';
import { createSubscriptionRefusalPlugin } from './refuse-subscriptions.ts';
import type { createSupergraphGateway } from './supergraph-gateway.ts';

export interface ApolloServerSettings {
  readonly gateway: ReturnType<typeof createSupergraphGateway>;
  readonly log: Log;
  readonly graphs: GraphHolder;
  readonly admit: AdmitOperation;
  readonly persistedQueries: PersistedQueries;
}

/** Apollo Server as this gateway uses it: nothing is reported to Apollo, nothing but plain GraphQL over HTTP is on. */
export function createApolloServer(settings: ApolloServerSettings): ApolloServer<HttpContext> {
  const { gateway, log, graphs, admit, persistedQueries } = settings;
  return new ApolloServer<HttpContext>({
    gateway,
    logger: log,
    // Who may introspect is decided for each caller, when the operation is admitted.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    cache: 'bounded',
    formatError: toClientFault,
    stringifyResult: (result) => `${toAnswerText(result)}\n`,
    // Admission parses, validates and keeps documents.
    documentStore: null,
    persistedQueries: {
      cache: {
        get: async (key) => persistedQueries.find(withoutPrefix(key)),
        set: async () => {},
        delete: async () => false,
      },
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      createAdmissionPlugin(admit, graphs),
      createSubscriptionRefusalPlugin(),
    ],
  });
}

/**
 * Apollo Server refuses a persisted query of another version, or with the hash of another text, with status 400 but no
 * code, for which it then writes INTERNAL_SERVER_ERROR. The other transports say BAD_REQUEST.
 */
function toClientFault(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  if (!(error instanceof GraphQLError) || error.extensions.code !== undefined) return formatted;
  const { http } = error.extensions;
  const isRefusal = typeof http === 'object' && http !== null && 'status' in http && http.status === 400;
  return isRefusal
    ? { ...formatted, extensions: { ...formatted.extensions, code: 'BAD_REQUEST' } }
    : formatted;
}

/** Apollo Server asks for a persisted query as `apq:<hash>`. */
function withoutPrefix(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}
