import { join } from 'node:path';

/** The tables of the gateway itself: sessions and limits. */
export const gatewayMigrations = { schema: 'gateway', folder: join(import.meta.dirname, 'migrations') };
