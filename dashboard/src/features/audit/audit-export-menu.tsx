import {
  type AuditEntryFilter,
  type AuditExportFormat,
  ExportAuditEntriesDocument,
} from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { Menu } from '../../ui/menu.tsx';
import { useFileDownload } from '../../ui/use-file-download.ts';

export interface AuditExportMenuProps {
  readonly filter: AuditEntryFilter;
  /** The number of entries that pass the filter, once it is known. */
  readonly count: number | undefined;
}

const formats: readonly AuditExportFormat[] = ['CSV', 'JSON_LINES'];

/** Fetches all entries that pass the filter as a file. */
export function AuditExportMenu({ filter, count }: AuditExportMenuProps) {
  const { audit: messages } = useMessages();
  const locale = useLocale();
  const { start, disabledReason } = useFileDownload(ExportAuditEntriesDocument);
  return (
    <Menu
      label={count === undefined ? messages.export : messages.exportCount(count, formatFigure(count, locale))}
      items={formats.map((format) => ({
        key: format,
        label: messages.exportFormats[format],
        disabledReason,
        onChoose: () => void start({ input: { filter, format } }),
      }))}
    />
  );
}
