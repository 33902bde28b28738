import { operator } from '../certificates/certificate-names.ts';
import type { SystemService } from '../system/service.ts';
import { services } from '../system/services.ts';

/** The certificates that a container sees. */
interface ContainerCertificates {
  /** Of the container, and of its folder. */
  readonly name: string;
  /** The holder of the certificate by which other processes know it. */
  readonly certificate: string;
  /** The holder of the one by which the database knows it: its role there. */
  readonly role: string;
  /** The user that it runs as. */
  readonly uid: number;
}

/** The users of the images `node`, `postgres` and `keycloak`. */
const users = { node: 1000, postgres: 999, keycloak: 1000 } as const;

export const containerCertificates: readonly ContainerCertificates[] = [
  ...services.map(({ name, sharesRoleOf, rights }: SystemService) => {
    const role = sharesRoleOf ?? (rights === undefined ? operator : name);
    return { name, certificate: name, role, uid: users.node };
  }),
  { name: 'postgres', certificate: 'postgres', role: 'postgres', uid: users.postgres },
  { name: 'keycloak', certificate: 'keycloak', role: 'keycloak', uid: users.keycloak },
  { name: 'provision', certificate: 'facturation', role: 'facturation', uid: users.node },
  ...['publish', 'demo'].map((name) => ({ name, certificate: operator, role: operator, uid: users.node })),
];
