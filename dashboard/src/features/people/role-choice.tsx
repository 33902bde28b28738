import type { Role } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { FieldGroup } from '../../ui/form-parts.tsx';
import styles from './role-choice.module.css';

/** The roles that people get; USER comes with every account, and services alone need to reserve stock and to read recipients. */
const offered: readonly Role[] = [
  'ADMIN',
  'BILLING_MANAGER',
  'CUSTOMER_MANAGER',
  'PRODUCT_MANAGER',
  'STOCK_RESERVER',
  'CORRESPONDENT',
  'AUDITOR',
];

export interface RoleChoiceProps {
  readonly value: readonly Role[];
  readonly onChange: (roles: readonly Role[]) => void;
}

/** A box to tick for each role. */
export function RoleChoice({ value, onChange }: RoleChoiceProps) {
  const { account, people } = useMessages();
  return (
    <FieldGroup legend={people.roles}>
      {offered.map((role) => (
        <label key={role} className={styles['role']}>
          <input
            type="checkbox"
            checked={value.includes(role)}
            onChange={({ target }) =>
              onChange(target.checked ? [...value, role] : value.filter((one) => one !== role))
            }
          />
          {account.roleNames[role]}
        </label>
      ))}
    </FieldGroup>
  );
}
