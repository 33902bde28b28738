import { useLocale, useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { formatInstant } from '../../ui/date-text.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { isBlankLine } from './draft-values.ts';
import type { KeptDraft } from './kept-draft.ts';

export interface KeptDialogProps {
  readonly kept: KeptDraft;
  readonly onTake: () => void;
  readonly onDiscard: () => void;
}

/** Offers what was typed before and never saved. */
export function KeptDialog({ kept, onTake, onDiscard }: KeptDialogProps) {
  const { editor: messages } = useMessages();
  const locale = useLocale();
  const { customerName, lines } = kept.values;
  const count = lines.filter((line) => !isBlankLine(line)).length;
  return (
    <Dialog
      title={messages.keptTitle}
      actions={
        <>
          <Button onClick={onDiscard}>{messages.keptDiscard}</Button>
          <Button kind="primary" onClick={onTake}>
            {messages.keptTake}
          </Button>
        </>
      }
    >
      <p>{messages.keptText(formatInstant(new Date(kept.keptAtMs).toISOString(), locale))}</p>
      <p>
        {messages.keptOf(
          customerName || messages.keptNoCustomer,
          messages.lineCount(count, formatFigure(count, locale)),
        )}
      </p>
    </Dialog>
  );
}
