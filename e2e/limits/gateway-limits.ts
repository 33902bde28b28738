import { readFileSync } from 'node:fs';
import { MAX_COERCION_ERRORS } from '#platform/operation-limits/coerce-variables.ts';
import { DEFAULT_LIMITS, type OperationLimits } from '#platform/operation-limits/limits.ts';
import { MAX_MESSAGE_LENGTH } from '#platform/operation-limits/shorten-message.ts';
import { maxAccessValueLength } from '../../gateway/access-log/format-access.ts';
import { maxWaitingLogBytes } from '../../gateway/access-log/line-writer.ts';
import { configurationSchema } from '../../gateway/configuration.ts';
import { apiKeyBounds } from '../../gateway/credentials/api-keys/api-key-tokens.ts';
import { forwardedRoutesField } from '../../gateway/forwarding/forwarded-routes.ts';
import { maxPlaces } from '../../gateway/graph/executor/run/targets.ts';
import { parseLimitRules, type Unit } from '../../gateway/limits/rules/limit-rules.ts';
import { maxPolicyLevels } from '../../gateway/policies/conditions.ts';
import { maxOpaAnswerBytes } from '../../gateway/policies/opa-client.ts';
import { maxErrors } from '../../gateway/upstream/parse-subgraph-response.ts';
import type { LimitRow } from './limit-row.ts';

const documentTest = 'platform/operation-limits/check-document.test.ts';
const variablesTest = 'platform/operation-limits/variables.test.ts';
const httpTest = 'gateway/clients/http/graphql-over-http.test.ts';
const websocketTest = 'platform/websocket/graphql-websocket.test.ts';

/** The compiler asks for a line here for each new limit of operations. */
const operationLimits: Record<keyof OperationLimits, readonly [counts: string, test: string]> = {
  maxDocumentLength: ['UTF-16 code units of a document', documentTest],
  maxTokens: ['tokens of a document', documentTest],
  maxNesting: ['brackets within brackets of a document', documentTest],
  maxDefinitions: ['operations and fragments of a document', documentTest],
  maxDepth: ['levels of fields', documentTest],
  maxRootFields: ['root fields of one operation', documentTest],
  maxFields: ['fields, fragments wherever they are spread', documentTest],
  maxAliases: ['aliases', documentTest],
  maxDirectives: ['directives', documentTest],
  maxLiterals: ['values written in a document', documentTest],
  maxRepeatedFields: ['fields of one name in one place', documentTest],
  maxVariableMembers: ['values in the variables, and in the extensions', variablesTest],
  maxVariableDepth: ['levels of lists and objects in them', variablesTest],
  maxVariableListLength: ['items of one list in them', variablesTest],
  maxVariableTextLength: ['UTF-16 code units of one text or name in them', variablesTest],
  maxVariablesLength: ['UTF-16 code units of all texts and names in them', variablesTest],
};

/** Further bounds that a variable sets. */
const configured: readonly (readonly [variable: string, counts: string, answer: string, test: string])[] = [
  [
    'MAX_COST',
    'values that an answer may hold, by the sizes of its lists',
    'status 400, MAX_COST_LIMIT',
    'gateway/operation/admit.test.ts',
  ],
  ['BODY_LIMIT_BYTES', 'bytes of a request', 'status 413, BODY_TOO_LARGE', httpTest],
  ['OPERATION_TIMEOUT_MS', 'ms for a whole operation', 'SUBGRAPH_TIMEOUT', 'gateway/gateway.test.ts'],
  ['SUBGRAPH_TIMEOUT_MS', 'ms for an answer of a subgraph', 'SUBGRAPH_TIMEOUT', 'gateway/gateway.test.ts'],
  [
    'SUBGRAPH_MAX_RESPONSE_BYTES',
    'bytes of an answer of a subgraph',
    'SUBGRAPH_RESPONSE_INVALID',
    'gateway/gateway.test.ts',
  ],
  ['WEBSOCKET_CONNECTIONS', 'WebSockets of known callers', 'status 503', websocketTest],
  [
    'WEBSOCKET_CONNECTIONS_PER_ADDRESS',
    'WebSockets of known callers from one address',
    'status 429',
    websocketTest,
  ],
  [
    'WEBSOCKET_ANONYMOUS',
    'WebSockets without a known caller; the oldest idle one ends for the next one',
    'status 503',
    'platform/websocket/connection-admission.test.ts',
  ],
  [
    'WEBSOCKET_ANONYMOUS_PER_ADDRESS',
    'the same from one address',
    'status 429',
    'platform/websocket/connection-admission.test.ts',
  ],
  [
    'WEBSOCKET_ANONYMOUS_IDLE_MS',
    'ms without an operation on such a WebSocket',
    'close code 4408',
    websocketTest,
  ],
  ['WEBSOCKET_OPERATIONS', 'operations at a time on one WebSocket', 'error message', websocketTest],
  ['WEBSOCKET_MESSAGE_BYTES', 'bytes of a message by WebSocket', 'close code 1009', websocketTest],
  [
    'STREAMS_PER_ADDRESS',
    'streams over HTTP of known callers from one address',
    'status 429, TOO_MANY_STREAMS',
    'gateway/clients/streams/streams.test.ts',
  ],
  [
    'CONNECTIONS_PER_USER',
    'WebSockets and streams of one person, or of all anonymous callers from one address',
    'close code 4429, or status 429',
    'gateway/clients/websocket/websocket.test.ts',
  ],
  [
    'SUBSCRIPTIONS',
    'subscriptions at a time',
    'MAX_SUBSCRIPTIONS_LIMIT',
    'gateway/subscription/subscriptions.test.ts',
  ],
  [
    'SUBSCRIPTIONS_PER_USER',
    'subscriptions of one person',
    'MAX_SUBSCRIPTIONS_LIMIT',
    'gateway/subscription/subscriptions.test.ts',
  ],
  [
    'SUBSCRIPTION_UPSTREAMS',
    'subscriptions to subgraphs; of these and of SUBSCRIPTIONS four fifths for anonymous callers',
    'MAX_UPSTREAM_SUBSCRIPTIONS_LIMIT',
    'gateway/subscription/ends.test.ts',
  ],
  [
    'SUBSCRIPTION_ESTABLISH_TIMEOUT_MS',
    'ms to reach a subgraph for a new subscription',
    'SUBGRAPH_UNAVAILABLE',
    'gateway/subscription/attempts.test.ts',
  ],
  [
    'SUBSCRIPTION_RESUME_TIMEOUT_MS',
    'ms to reach it again',
    'SUBSCRIPTION_INTERRUPTED',
    'gateway/subscription/attempts.test.ts',
  ],
  [
    'SUBSCRIPTION_QUEUE',
    'results that wait for one reader',
    'SUBSCRIPTION_TOO_SLOW',
    'gateway/subscription/result-queue.test.ts',
  ],
  [
    'FORWARDED_REQUESTS',
    'files under way at a time',
    'status 429, TOO_MANY_REQUESTS',
    'gateway/forwarding/forwarding.test.ts',
  ],
  [
    'FORWARDED_REQUESTS_PER_USER',
    'files under way at a time of one person',
    'status 429, TOO_MANY_REQUESTS',
    'gateway/forwarding/forwarding.test.ts',
  ],
];

/** The bounds of a forwarded route that sets none of its own. */
const [usualRoute] = forwardedRoutesField.parse('{"/files/":"http://localhost"}');
const forwardingTest = 'gateway/forwarding/forwarding.test.ts';
const forwardedRoute: readonly (readonly [counts: string, bound: number | undefined, answer: string])[] = [
  ['bytes of a request of a forwarded route', usualRoute?.maxBodyBytes, 'status 413, BODY_TOO_LARGE'],
  ['ms in which nothing moves', usualRoute?.idleMs, 'status 408 or 504, or the answer is cut off'],
  [
    'requests of an address to a public route in a minute',
    usualRoute?.requestsPerMinute,
    'status 429, TOO_MANY_REQUESTS',
  ],
];

/** The limits over time that hold without a file of limits. */
const defaultLimits = parseLimitRules(
  readFileSync(new URL('../../gateway/limits/rules/default-limits.json', import.meta.url), 'utf8'),
  'default-limits.json',
);

/** The policies of windows and days, as their file names them. */
const policies: readonly (readonly [
  counts: string,
  quotas: Partial<Record<Unit, number | undefined>> | undefined,
])[] = [
  ['from one address in a minute', defaultLimits.address],
  ['of the strict policy, mutations above all, of one caller in a minute', defaultLimits.strict],
  ['of one person or client in a minute', defaultLimits.caller],
  ['of one person or client with the plan `free` in a day', defaultLimits.plans.free],
  ['of one person or client with the plan `standard` in a day', defaultLimits.plans.standard],
];

function listPolicies(): readonly LimitRow[] {
  return policies.flatMap(([whose, quotas]) =>
    (['operations', 'cost'] as const).flatMap((unit) => {
      const bound = quotas?.[unit];
      if (bound === undefined) return [];
      return [
        {
          place: 'gateway',
          counts: `${unit} ${whose}`,
          bound,
          variable: 'LIMITS_FILE',
          answer: 'status 429, RATE_LIMITED',
          test: 'gateway/limits/limits.test.ts',
        },
      ];
    }),
  );
}

/** The compiler asks for a line here for each new bound. */
const apiKeyRows: Record<keyof typeof apiKeyBounds, readonly [counts: string, answer: string]> = {
  kept: ['API keys whose token is kept', 'the one that was not used longest is exchanged again'],
  refused: ['refused API keys that are remembered for five seconds', 'the provider is asked about one again'],
  asking: ['API keys that are exchanged at a time', 'the others wait'],
  waiting: ['API keys that wait for it', 'status 503, PROVIDER_UNREACHABLE'],
};

function listApiKeyBounds(): readonly LimitRow[] {
  return Object.entries(apiKeyRows).map(([name, [counts, answer]]) => ({
    place: 'gateway',
    counts,
    bound: apiKeyBounds[name as keyof typeof apiKeyBounds],
    answer,
    test: 'gateway/credentials/api-keys/api-key-tokens.test.ts',
  }));
}

const policyAndLogRows: readonly LimitRow[] = [
  {
    place: 'gateway',
    counts: 'levels of lists and objects in `POLICIES_FILE`',
    bound: maxPolicyLevels,
    answer: 'the file is refused',
    test: 'gateway/policies/policy-rules.test.ts',
  },
  {
    place: 'gateway',
    counts: 'bytes of an answer of an Open Policy Agent',
    bound: maxOpaAnswerBytes,
    answer: 'its policies do not hold',
    test: 'gateway/policies/opa-client.test.ts',
  },
  {
    place: 'gateway',
    counts: 'UTF-16 code units of a value in the access log',
    bound: maxAccessValueLength,
    answer: 'the value is cut',
    test: 'gateway/access-log/format-access.test.ts',
  },
  {
    place: 'gateway',
    counts: 'bytes of lines of the access log that wait while it cannot be written',
    bound: maxWaitingLogBytes,
    answer: 'further lines are dropped',
    test: 'gateway/access-log/line-writer.test.ts',
  },
];

/** The gateway's limits, with the bounds that hold when no variable is set. */
export function listGatewayLimits(): readonly LimitRow[] {
  return [
    ...Object.entries(operationLimits).map(([name, [counts, test]]) => ({
      place: 'gateway, each operation',
      counts,
      bound: DEFAULT_LIMITS[name as keyof OperationLimits],
      variable: toVariable(name),
      answer: `status 400, ${toVariable(name)}_LIMIT`,
      test,
    })),
    {
      place: 'gateway, each operation',
      counts: 'errors told about variables; the rest is left out',
      bound: MAX_COERCION_ERRORS,
      answer: 'BAD_USER_INPUT',
      test: variablesTest,
    },
    {
      place: 'gateway, each operation',
      counts: 'UTF-16 code units of an error message',
      bound: MAX_MESSAGE_LENGTH,
      answer: 'the message is cut',
      test: variablesTest,
    },
    {
      place: 'gateway, each request to a subgraph',
      counts: 'errors taken of its answer',
      bound: maxErrors,
      answer: 'one more error counts the others, SUBGRAPH_ERRORS_OMITTED',
      test: 'gateway/upstream/parse-subgraph-response.test.ts',
    },
    {
      place: 'gateway, each request to a subgraph',
      counts: 'places of an answer that one failure is told of',
      bound: maxPlaces,
      answer: 'the other places are null without an error',
      test: 'gateway/graph/executor/compiled-executor.test.ts',
    },
    ...configured.map(([variable, counts, answer, test]) => ({
      place: 'gateway',
      counts,
      bound: Number(configurationSchema.shape[variable]?.parse(undefined)),
      variable,
      answer,
      test,
    })),
    ...listPolicies(),
    ...listApiKeyBounds(),
    ...policyAndLogRows,
    ...forwardedRoute.map(([counts, bound = 0, answer]) => ({
      place: 'gateway',
      counts,
      bound,
      variable: 'FORWARDED_ROUTES',
      answer,
      test: forwardingTest,
    })),
  ];
}

/** `maxRootFields` is set by `MAX_ROOT_FIELDS`. */
function toVariable(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
