import { useLocale, useMessages } from '../../messages/language.tsx';
import { ConflictView } from '../../ui/conflict-view.tsx';
import type { DraftSaver } from './draft-saver.ts';
import type { DraftValues } from './draft-values.ts';
import { compareDrafts, mergeDrafts } from './merge-drafts.ts';
import type { StoredDraft } from './stored-draft.ts';

export interface DraftConflictProps {
  readonly saver: DraftSaver;
  readonly values: DraftValues;
  readonly theirs: StoredDraft;
  readonly onClose: () => void;
}

/** Lets somebody choose, field by field and line by line, between what they typed and what another person has saved. */
export function DraftConflict({ saver, values, theirs, onClose }: DraftConflictProps) {
  const { editor: messages } = useMessages();
  const locale = useLocale();
  const versions = { base: saver.progress.base, yours: values, theirs: theirs.values };
  const differences = compareDrafts(versions, locale);
  return (
    <ConflictView
      fields={differences.map(({ field, lineNumber, ...difference }) => ({
        ...difference,
        label:
          lineNumber === undefined
            ? messages.fields[field]
            : messages.inLine(lineNumber, messages.fields[field]),
      }))}
      onCancel={onClose}
      onResolve={(choices) => {
        saver.resolve(theirs, mergeDrafts(versions, choices, locale));
        onClose();
      }}
    />
  );
}
