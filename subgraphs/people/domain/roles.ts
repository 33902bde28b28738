/** The roles of the API that an administrator gives and takes. USER comes with every account. */
export const assignableRoles = [
  'ADMIN',
  'PRODUCT_MANAGER',
  'CUSTOMER_MANAGER',
  'BILLING_MANAGER',
  'STOCK_RESERVER',
  'CORRESPONDENT',
  'AUDITOR',
] as const;

export type AssignableRole = (typeof assignableRoles)[number];

/** True for a role of the API that can be given; a provider has roles of its own besides. */
export function isAssignable(role: string): role is AssignableRole {
  return (assignableRoles as readonly string[]).includes(role);
}
