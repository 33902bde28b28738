import { Link } from '@tanstack/react-router';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import type { RootField } from '../../generated/root-field-roles.ts';
import styles from './audit.module.css';
import { useAuditWords } from './use-audit-words.ts';

/** The pages of objects, by their types, with the root field that each page asks for. */
const pages: Readonly<Record<string, { readonly path: string; readonly needs: RootField }>> = {
  Customer: { path: '/customers/', needs: 'Query.customer' },
  Product: { path: '/products/', needs: 'Query.product' },
  Invoice: { path: '/invoices/', needs: 'Query.invoice' },
  ImportRequest: { path: '/imports/requests/', needs: 'Query.importRequest' },
  ImportJob: { path: '/imports/', needs: 'Query.importJob' },
  ApiClient: { path: '/api-clients/', needs: 'Query.apiClient' },
  Person: { path: '/people/', needs: 'Query.person' },
};

/** The object of an action; its id leads to its page for whoever may see that. */
export function ObjectText({
  object: { type, id },
}: {
  readonly object: { readonly type: string; readonly id: string };
}) {
  const { roles } = usePerson();
  const words = useAuditWords();
  const page = pages[type];
  return (
    <>
      {words.toObjectType(type)}
      <span className={styles['id']}>
        {page !== undefined && mayUse(roles, page.needs) ? (
          // The types know the routes, and not a path that is made of an id.
          <Link to={`${page.path}${encodeURIComponent(id)}` as '/'}>{id}</Link>
        ) : (
          id
        )}
      </span>
    </>
  );
}
