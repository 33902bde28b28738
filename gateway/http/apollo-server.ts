import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Log } from '#platform/log/log.ts';
import { createPlainJsonStatusPlugin } from './plain-json-status.ts';
import { createSubscriptionRefusalPlugin } from './refuse-subscriptions.ts';
import type { RequestContext } from './request-context.ts';
import type { createSupergraphGateway } from './supergraph-gateway.ts';

export interface ApolloServerSettings {
  readonly gateway: ReturnType<typeof createSupergraphGateway>;
  readonly log: Log;
  /** Whether "Did you mean" may tell strangers the names of types and fields. */
  readonly hideSchemaDetails: boolean;
  readonly maxTokens: number;
}

/** Apollo Server as this gateway uses it: nothing is reported to Apollo, nothing but plain GraphQL over HTTP is on. */
export function createApolloServer(settings: ApolloServerSettings): ApolloServer<RequestContext> {
  const { gateway, log, hideSchemaDetails, maxTokens } = settings;
  return new ApolloServer<RequestContext>({
    gateway,
    logger: log,
    // Who may introspect is decided for each caller, when the operation runs.
    introspection: true,
    hideSchemaDetailsFromClientErrors: hideSchemaDetails,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens },
    cache: 'bounded',
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      createPlainJsonStatusPlugin(),
      createSubscriptionRefusalPlugin(),
    ],
  });
}
