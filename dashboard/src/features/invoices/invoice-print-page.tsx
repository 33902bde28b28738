import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { InvoiceByIdDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button, toButtonClass } from '../../ui/button.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { InvoiceDocumentView, useDocumentName } from './invoice-document-view.tsx';
import styles from './invoices.module.css';

const route = getRouteApi('/invoices/$id/print');

/** A document alone, to be printed: what is around it stays on the screen. */
export function InvoicePrintPage() {
  const { invoices: messages, ui } = useMessages();
  const toName = useDocumentName();
  const { id } = route.useParams();
  const view = useData(InvoiceByIdDocument, { variables: { id } });
  const invoice = view.data?.invoice;
  return (
    <PageLayout
      title={invoice ? toName(invoice) : messages.title}
      actions={
        <span className={styles['screenOnly']}>
          <Link to="/invoices/$id" params={{ id }} className={toButtonClass()}>
            {ui.close}
          </Link>{' '}
          <Button kind="primary" onClick={() => print()}>
            {messages.actions.print}
          </Button>
        </span>
      }
    >
      <StateView view={view} select={(data) => data.invoice}>
        {(found, { data }) => <InvoiceDocumentView invoice={found} seller={data?.seller ?? null} />}
      </StateView>
    </PageLayout>
  );
}
