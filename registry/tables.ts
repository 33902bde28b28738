/** All tables of the registry: each folder has its own. */
export { registry } from './database-schema.ts';
export * from './graphs/tables.ts';
export * from './keys/tables.ts';
