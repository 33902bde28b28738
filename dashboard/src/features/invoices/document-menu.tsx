import { useState } from 'react';
import type { InputProblem } from '../../api/use-change.ts';
import { FetchInvoiceDocumentDocument, type InvoiceDocumentFormat } from '../../generated/graphql.ts';
import { useLanguage, useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useFileDownload } from '../../ui/use-file-download.ts';

/** Fetches an issued invoice as a document: a PDF, in the language of the page first, or XML. All that keeps it from one is listed. */
export function DocumentMenu({ invoiceId }: { readonly invoiceId: string }) {
  const { invoices: messages, ui } = useMessages();
  const { download: texts } = messages;
  const { language } = useLanguage();
  const [reasons, setReasons] = useState<readonly InputProblem[]>();
  const { start, disabledReason } = useFileDownload(FetchInvoiceDocumentDocument, setReasons);
  const close = () => setReasons(undefined);
  const toItem = (format: InvoiceDocumentFormat, label: string, of: 'en' | 'fr' = language) => ({
    key: label,
    label,
    disabledReason,
    onChoose: () => start({ input: { invoiceId, format, language: of === 'fr' ? 'FR' : 'EN' } }),
  });
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <>
      <Menu
        label={texts.menu}
        items={[
          toItem('PDF', texts.pdf[language]),
          toItem('PDF', texts.pdf[other], other),
          toItem('CII', texts.CII),
          toItem('UBL', texts.UBL),
        ]}
      />
      {reasons && (
        <Dialog
          title={texts.refused}
          onClose={close}
          actions={
            <Button kind="primary" onClick={close}>
              {ui.close}
            </Button>
          }
        >
          <ul>
            {reasons.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}
