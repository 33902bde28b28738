import { migrateDatabase } from '#platform/database/migrate.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { gatewayMigrations } from '../../database/gateway-migrations.ts';
import { createTestGateway, type SignInProvider, type TestGateway } from './test-gateway.ts';

/** Two gateways on one database of their own, as two processes of one system are. */
export interface TwoGateways extends AsyncDisposable {
  readonly gateway: TestGateway;
  readonly other: TestGateway;
  readonly databaseUrl: string;
}

export async function createTwoGateways(provider: SignInProvider): Promise<TwoGateways> {
  await using opened = new AsyncDisposableStack();
  const database = await createTestDatabase('gateway');
  opened.defer(() => database.close());
  const url = database.urlOf('gateway');
  await migrateDatabase({ url, ...gatewayMigrations });
  const gateway = opened.use(await createTestGateway(url, provider));
  const other = opened.use(await createTestGateway(url, provider));
  const all = opened.move();
  return { gateway, other, databaseUrl: url, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
