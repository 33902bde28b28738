import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/text-field.tsx';
import type { DraftKeeper, SetAsideText } from './draft-keeper.ts';

export interface SetAsideDialogProps {
  readonly texts: readonly SetAsideText[];
  readonly keeper: DraftKeeper;
  readonly onClose: () => void;
}

/** Shows kept texts that are not drafts, so that nothing typed is lost without a word. */
export function SetAsideDialog({ texts, keeper, onClose }: SetAsideDialogProps) {
  const { editor: messages } = useMessages();
  if (texts.length === 0) return null;
  return (
    <Dialog
      title={messages.setAsideTitle}
      onClose={onClose}
      actions={
        <>
          <Button
            onClick={() => {
              for (const { name } of texts) keeper.forget(name);
              onClose();
            }}
          >
            {messages.keptDiscard}
          </Button>
          <Button kind="primary" onClick={onClose}>
            {messages.setAsideLater}
          </Button>
        </>
      }
    >
      <p>{messages.setAsideText}</p>
      <TextArea
        label={messages.setAsideLabel}
        readOnly
        rows={8}
        value={texts.map(({ text }) => text).join('\n\n')}
      />
    </Dialog>
  );
}
