/** The roles that an API client may have. Administration is for people, and stock is reserved by the system alone. */
export const apiClientRoles = ['PRODUCT_MANAGER', 'CUSTOMER_MANAGER', 'BILLING_MANAGER'] as const;

export type ApiClientRole = (typeof apiClientRoles)[number];

/** True for a role that an API client may have. */
export function isApiClientRole(role: string): role is ApiClientRole {
  return (apiClientRoles as readonly string[]).includes(role);
}
