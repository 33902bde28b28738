import { useChange } from '../../api/use-change.ts';
import { type CreateInvoiceExportInput, ExportInvoicesDocument } from '../../generated/graphql.ts';
import { useLanguage, useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { explainResult } from '../../ui/explain-result.ts';
import { useNotice } from '../../ui/notices.tsx';

export interface ExportButtonProps {
  readonly label: string;
  /** The content of the file, in words. */
  readonly hint: string;
  readonly input: CreateInvoiceExportInput;
}

/** Fetches a file of invoices: the address is asked for when it is needed, as it is good for some minutes alone. */
export function ExportButton({ label, hint, input }: ExportButtonProps) {
  const { invoices: messages, states } = useMessages();
  const { language } = useLanguage();
  const notify = useNotice();
  const { send, isSending } = useChange(ExportInvoicesDocument);

  async function fetchFile(): Promise<void> {
    const result = await send({ input: { ...input, language: language === 'fr' ? 'FR' : 'EN' } });
    if (result.kind === 'done' && result.payload.url !== null) {
      // The answer is an attachment, so the browser stays on the page.
      location.assign(result.payload.url);
    } else if (result.kind !== 'done')
      notify(explainResult(result, states, messages.exportFailed), 'failure');
  }

  return (
    <Button title={hint} disabledReason={isSending ? messages.exporting : undefined} onClick={fetchFile}>
      {label}
    </Button>
  );
}
