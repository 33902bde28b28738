/** The roles that an API client may have. `e2e/field-bounds.test.ts` compares them with those of the service. */
export const offeredClientRoles = ['PRODUCT_MANAGER', 'CUSTOMER_MANAGER', 'BILLING_MANAGER'] as const;
