import { originHeaders } from '#platform/audit/request-origin.ts';
import { type HeaderRule, type HeaderRules, isFieldValue, noHeaderRules } from './rules.ts';
import { readTraceContext, toChildTraceparent } from './trace-context.ts';

/** HeaderFields by their names in lower case. */
export type HeaderFields = Readonly<Record<string, string>>;

/** The headers that a client sent: of a request, or of an upgrade together with the payload of `connection_init`. */
export type ClientHeaders = Readonly<Record<string, unknown>>;

/** Decides which headers reach which subgraph. What no rule names does not pass. */
export interface HeaderPolicy {
  /** HeaderFields of clients that some rule forwards, for CORS. */
  readonly clientHeaders: readonly string[];
  /** Subgraphs that have rules of their own. */
  readonly subgraphs: readonly string[];
  /**
   * Takes from a client's headers what some subgraph may get, and the trace that they belong to. Callers for whom this
   * differs, the trace apart, must not share anything.
   */
  collect(client: ClientHeaders): HeaderFields;
  /** The headers of a request or an upgrade to a subgraph, made of what was collected and the caller's `authorization`. */
  toHeaders(subgraph: string, collected: HeaderFields): HeaderFields;
  /** The payload of `connection_init` to a subgraph, made of the same. */
  toConnectionPayload(subgraph: string, collected: HeaderFields): HeaderFields;
}

export interface HeaderPolicyOptions {
  /** True if subgraphs are told the address of the client and the id of its request. */
  readonly tellsOrigin?: boolean;
}

/**
 * @param toParent gives the `traceparent` of a request to a subgraph: a new one, unless whoever sends it has a span of its own
 * @see HeaderPolicy
 */
export function createHeaderPolicy(
  rules: HeaderRules = noHeaderRules,
  toParent: (traceparent: string) => string = toChildTraceparent,
  { tellsOrigin = false }: HeaderPolicyOptions = {},
): HeaderPolicy {
  const { all, subgraphs } = rules;
  const lists = [all, ...Object.values(subgraphs)].flatMap((one) => [
    ...one.headers,
    ...one.connectionPayload,
  ]);
  const clientHeaders = [...new Set(lists.flatMap((rule) => ('forward' in rule ? [rule.forward] : [])))];
  const ownOf = (subgraph: string) => (Object.hasOwn(subgraphs, subgraph) ? subgraphs[subgraph] : undefined);
  return {
    clientHeaders,
    subgraphs: Object.keys(subgraphs),
    collect(client) {
      const ofConnection = namesInConnection(client.connection);
      const collected: Record<string, string> = { ...readTraceContext(client) };
      for (const name of clientHeaders) {
        const value = client[name];
        if (typeof value === 'string' && isFieldValue(value) && !ofConnection.has(name))
          collected[name] = value;
      }
      return collected;
    },
    toHeaders(subgraph, collected) {
      const { authorization, traceparent, tracestate } = collected;
      const headers: Record<string, string> = {
        ...(authorization !== undefined && { authorization }),
        ...(traceparent !== undefined && { traceparent: toParent(traceparent) }),
        ...(traceparent !== undefined && tracestate !== undefined && { tracestate }),
      };
      if (tellsOrigin) addOrigin(headers, collected);
      applyRules(headers, collected, [...all.headers, ...(ownOf(subgraph)?.headers ?? [])]);
      return headers;
    },
    toConnectionPayload(subgraph, collected) {
      const { authorization } = collected;
      const payload: Record<string, string> = { ...(authorization !== undefined && { authorization }) };
      applyRules(payload, collected, [
        ...all.connectionPayload,
        ...(ownOf(subgraph)?.connectionPayload ?? []),
      ]);
      return payload;
    },
  };
}

/** A client by WebSocket says in `connection_init` what pages of browsers cannot say in headers of an upgrade. */
export function withConnectionPayload(headers: ClientHeaders, payload: ClientHeaders): ClientHeaders {
  const given = Object.entries(payload).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...headers, ...Object.fromEntries(given) };
}

/** The headers with which subgraphs learn the origin of a request. No client's own ones are ever collected. */
export function toOriginFields(clientAddress: string, requestId: string): HeaderFields {
  return { [originHeaders.address]: clientAddress, [originHeaders.requestId]: requestId };
}

/** The collected headers by which callers differ: each request has a trace and an origin of its own. */
export function withoutTrace({
  traceparent: _parent,
  tracestate: _state,
  [originHeaders.address]: _address,
  [originHeaders.requestId]: _requestId,
  ...others
}: HeaderFields): HeaderFields {
  return others;
}

function addOrigin(target: Record<string, string>, collected: HeaderFields): void {
  for (const name of Object.values(originHeaders)) {
    const value = collected[name];
    if (value !== undefined) target[name] = value;
  }
}

function applyRules(
  target: Record<string, string>,
  collected: HeaderFields,
  rules: readonly HeaderRule[],
): void {
  for (const rule of rules) {
    if ('remove' in rule) delete target[rule.remove];
    else if ('set' in rule) target[rule.set] = rule.value;
    else {
      const value = collected[rule.forward] ?? rule.default;
      if (value !== undefined) target[rule.as ?? rule.forward] = value;
    }
  }
}

/** A header that `Connection` names is for this connection alone (RFC 9110 section 7.6.1). */
function namesInConnection(connection: unknown): ReadonlySet<string> {
  if (typeof connection !== 'string') return new Set();
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
}
