import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useChange } from '../../api/use-change.ts';
import { type LaunchRowFragment, RollBackGraphVariantDocument } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { useTellResult } from '../../ui/use-tell-result.ts';
import { toGraphRef, type VariantAddress } from './variant-layout.tsx';

export interface RollBackButtonProps {
  readonly address: VariantAddress;
  readonly launch: Pick<LaunchRowFragment, 'number' | 'isComposed' | 'isCurrent'>;
  /** The launch that runs, as it is shown; if another one runs by now, nothing is changed. */
  readonly currentNumber: number;
  /** Told that it was not done, as the page may show what has changed since. */
  readonly onRefused: () => void;
}

/** Runs a launch again after a question, and goes to the launch that this makes. */
export function RollBackButton({ address, launch, currentNumber, onRefused }: RollBackButtonProps) {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const navigate = useNavigate();
  const tell = useTellResult(messages.refused);
  const { send, isSending } = useChange(RollBackGraphVariantDocument);
  const [isAsking, setAsking] = useState(false);
  const format = (number: number) => formatFigure(number, locale);

  async function rollBack(): Promise<void> {
    const result = await send({
      input: { ...address, toLaunch: launch.number, expectedCurrentLaunch: currentNumber },
    });
    setAsking(false);
    const made = result.kind === 'done' ? result.payload.launch : null;
    tell(result, messages.rolledBack(format(made?.number ?? launch.number)));
    if (made === null) return onRefused();
    await navigate({
      to: '/graph/$graph/$variant/launches/$number',
      params: { ...address, number: String(made.number) },
    });
  }

  return (
    <>
      <Button kind="danger" disabledReason={toReason()} onClick={() => setAsking(true)}>
        {messages.rollBack}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={messages.rollBackTitle(format(launch.number))}
          confirm={messages.rollBack}
          isDangerous
          isBusy={isSending}
          onCancel={() => setAsking(false)}
          onConfirm={() => void rollBack()}
        >
          <p>{messages.rollBackText(toGraphRef(address), format(currentNumber))}</p>
        </ConfirmDialog>
      )}
    </>
  );

  function toReason(): string | undefined {
    if (launch.isCurrent) return messages.isCurrent;
    return launch.isComposed ? undefined : messages.isNotComposed;
  }
}
