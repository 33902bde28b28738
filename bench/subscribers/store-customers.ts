import { connectDatabase } from '#platform/database/database.ts';
import type { Customer } from '../../e2e/testing/data/issued-invoices.ts';

/** Puts customers where the customer subgraph finds them. */
export async function storeCustomers(adminUrl: string, customers: readonly Customer[]): Promise<void> {
  const database = connectDatabase({ url: adminUrl, name: 'customers', maxConnections: 1 });
  try {
    const rows = JSON.stringify(
      customers.map(({ id, name }, nth) => ({ id, name, email: `c${nth}@example.com` })),
    );
    await database.sql`
      insert into customer.customers (id, display_name, email)
      select id, name, email from json_to_recordset(${rows}::text::json) as row(id uuid, name text, email text)`;
  } finally {
    await database.close();
  }
}
