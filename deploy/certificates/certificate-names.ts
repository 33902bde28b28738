import { databaseRoles } from '../system/database-roles.ts';
import { identityProvider, services } from '../system/services.ts';

/** A certificate of the system: its common name, and the names that others know its holder by. */
export interface NamedCertificate {
  readonly name: string;
  readonly names: readonly string[];
}

/** The names of a server on this machine, beside that of its container. */
const thisMachine = ['localhost', '127.0.0.1'];

/** The identity of commands that people run, and of the launcher. */
export const operator = 'operator';

/**
 * The certificates of all processes. PostgreSQL wants its role as the common name of a client (`clientcert=verify-full`), so that a
 * service has that of its role.
 */
export const certificateNames: readonly NamedCertificate[] = [
  ...[...services.map(({ name }) => name), identityProvider.name, 'postgres', 'keycloak'].map((name) => ({
    name,
    names: [name, ...thisMachine],
  })),
  // Clients alone: roles that no service has, the owner of the database in containers, and commands.
  ...Object.keys(databaseRoles)
    .filter((role) => !services.some(({ name }) => name === role))
    .map((name) => ({ name, names: [name] })),
  { name: 'facturation', names: ['facturation'] },
  { name: operator, names: [operator] },
];
