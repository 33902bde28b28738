import { type CreateInvoiceExportInput, ExportInvoicesDocument } from '../../generated/graphql.ts';
import { useLanguage } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { useFileDownload } from '../../ui/use-file-download.ts';

export interface ExportButtonProps {
  readonly label: string;
  /** The content of the file, in words. */
  readonly hint: string;
  readonly input: CreateInvoiceExportInput;
}

/** Fetches a file of invoices in the language of the page. */
export function ExportButton({ label, hint, input }: ExportButtonProps) {
  const { language } = useLanguage();
  const { start, disabledReason } = useFileDownload(ExportInvoicesDocument);
  return (
    <Button
      title={hint}
      disabledReason={disabledReason}
      onClick={() => start({ input: { ...input, language: language === 'fr' ? 'FR' : 'EN' } })}
    >
      {label}
    </Button>
  );
}
