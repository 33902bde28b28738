/**
 * The credentials that the realm file for development publishes. Whoever reads the source knows them, so a provider that
 * accepts any of them must not be used in production.
 */
export const DEVELOPMENT_PASSWORD = 'Facturation-2026';
export const DEVELOPMENT_SERVICE_CLIENT = 'facturation-service';
export const DEVELOPMENT_SERVICE_SECRET = 'facturation-service-development';
