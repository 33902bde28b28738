import type { ImportJobRowFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { CountText } from '../../ui/count-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';

const names = [
  'readRows',
  'loadedInvoices',
  'loadedRows',
  'alreadyThereRows',
  'leftOutRows',
  'conflictingRows',
  'rejectedRows',
] as const;

/** The results of an import by rows. */
export function JobCounts({ counts }: { readonly counts: ImportJobRowFragment['counts'] }) {
  const { imports: messages } = useMessages();
  return (
    <DescriptionList
      items={names.map((name) => ({
        term: messages.counts[name],
        value: <CountText count={counts[name]} />,
      }))}
    />
  );
}
