import type { customersEn } from '../en/customers.ts';

export const customersFr = {
  title: 'Clients',
} satisfies typeof customersEn;
