/** All tables of the registry: each folder has its own. */
export * from './checks/tables.ts';
export { registry } from './database-schema.ts';
export * from './discovery/tables.ts';
export * from './graphs/tables.ts';
export * from './keys/tables.ts';
export * from './persisted/tables.ts';
export * from './usage/tables.ts';
