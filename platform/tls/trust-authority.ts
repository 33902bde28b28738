import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Has this thread trust an authority besides those that Node.js trusts, for all connections without settings of their own. */
export function trustAuthority(certificates: string): void {
  setDefaultCACertificates([...getCACertificates('default'), certificates]);
}
