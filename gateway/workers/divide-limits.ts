/** The limits that workers do not count together. */
interface DividedLimits {
  readonly upstream: { readonly connectionsPerOrigin: number };
  readonly guards: { readonly retriesPerSecond: number };
  readonly clientTransports: {
    readonly websocket: { readonly anonymousConnections: number; readonly anonymousPerAddress: number };
  };
}

/**
 * Divides among workers the limits that they do not count together. Connections are handed to the workers in turn, so that each has
 * its part of them.
 */
export function divideLimits<Configuration extends DividedLimits>(
  configuration: Configuration,
  workers: number,
): Configuration {
  const { upstream, guards, clientTransports } = configuration;
  const { websocket } = clientTransports;
  const part = (limit: number) => Math.ceil(limit / workers);
  return {
    ...configuration,
    upstream: { ...upstream, connectionsPerOrigin: part(upstream.connectionsPerOrigin) },
    guards: { ...guards, retriesPerSecond: guards.retriesPerSecond / workers },
    clientTransports: {
      ...clientTransports,
      websocket: {
        ...websocket,
        anonymousConnections: part(websocket.anonymousConnections),
        anonymousPerAddress: part(websocket.anonymousPerAddress),
      },
    },
  };
}
