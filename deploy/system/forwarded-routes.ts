/** The largest body that the gateway passes on; the service has a bound of its own below it. */
const maxUploadBytes = 4_096 * 1_048_576;
const maxUploadMs = 30 * 60_000;

/**
 * The paths of files that the gateway forwards, as its variable `FORWARDED_ROUTES` takes them.
 *
 * @param toOrigin gives the origin of a service
 */
export function toForwardedRoutes(
  toOrigin: (service: 'audit' | 'batch' | 'billing') => string,
): Readonly<Record<string, object>> {
  return {
    // Its first byte comes once the database has sorted the rows.
    '/files/invoices.csv': { address: toOrigin('billing'), idleMs: 75_000, maxMs: 1_800_000 },
    '/files/invoice-document': { address: toOrigin('billing'), idleMs: 75_000, maxMs: 300_000 },
    '/files/audit': { address: toOrigin('audit'), idleMs: 75_000, maxMs: 1_800_000 },
    // For customers who have a link, and no account.
    '/portal/': {
      address: toOrigin('billing'),
      methods: ['GET', 'HEAD'],
      isPublic: true,
      requestsPerMinute: 60,
      maxBodyBytes: 0,
      maxMs: 60_000,
    },
    '/files/imports/': {
      address: toOrigin('batch'),
      methods: ['GET', 'PUT'],
      maxBodyBytes: maxUploadBytes,
      maxMs: maxUploadMs,
    },
  };
}
