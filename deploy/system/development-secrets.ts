/**
 * The credentials that the realm file for development publishes. Whoever reads the source knows them, so a provider that
 * accepts any of them must not be used in production.
 */
export const developmentPassword = 'Facturation-2026';
export const developmentServiceClient = 'facturation-service';
export const developmentServiceSecret = 'facturation-service-development';
export const developmentBillingClient = 'facturation-billing';
export const developmentBillingSecret = 'facturation-billing-development';
export const developmentPeopleClient = 'facturation-people';
export const developmentPeopleSecret = 'facturation-people-development';
