import { Link } from '@tanstack/react-router';
import styles from './graph.module.css';
import type { VariantAddress } from './variant-layout.tsx';

export interface FieldLinkProps {
  readonly address: VariantAddress;
  /** A place in the schema, such as `Query.user`. */
  readonly coordinate: string;
}

/** A place in the schema, with the way to its use. */
export function FieldLink({ address, coordinate }: FieldLinkProps) {
  return (
    <Link
      to="/graph/$graph/$variant/usage"
      params={address}
      search={{ search: coordinate }}
      className={styles['name'] ?? ''}
    >
      {coordinate}
    </Link>
  );
}
