/** Tells the gateway which program sends an operation, for checks of schemas against the operations of each program. */
export const clientIdentity = { 'apollographql-client-name': 'facturation-page' };
