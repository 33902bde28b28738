/** Hive Gateway's configuration. Without `HIVE_SHARES` each client's request makes subgraph requests of its own. */
const isSharing = process.env['HIVE_SHARES'] === 'true';

export const gatewayConfig = {
  inboundInflightRequestDeduplication: isSharing,
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: isSharing } } },
  propagateHeaders: {
    fromClientToSubgraphs({ request }: { readonly request: Request }) {
      const authorization = request.headers.get('authorization');
      return authorization === null ? {} : { authorization };
    },
  },
};
