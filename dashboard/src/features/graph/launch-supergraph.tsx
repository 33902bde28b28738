import { useState } from 'react';
import { useData } from '../../api/use-data.ts';
import { LaunchSupergraphDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { ReadOnlyText } from './read-only-text.tsx';
import type { VariantAddress } from './variant-layout.tsx';

export interface LaunchSupergraphProps {
  readonly address: VariantAddress;
  readonly number: number;
}

/** The supergraph of a launch, which is loaded when somebody wants to see it, as it is large. */
export function LaunchSupergraph({ address, number }: LaunchSupergraphProps) {
  const { graph: messages } = useMessages();
  const [isShown, setShown] = useState(false);
  const view = useData(LaunchSupergraphDocument, {
    variables: { ...address, number },
    isPaused: !isShown,
  });
  return (
    <section>
      <h2>{messages.supergraph}</h2>
      {isShown ? (
        <StateView view={view} select={({ graphVariant }) => graphVariant?.launch?.supergraph}>
          {(text) => <ReadOnlyText label={messages.supergraph} text={text} />}
        </StateView>
      ) : (
        <Button onClick={() => setShown(true)}>{messages.showSupergraph}</Button>
      )}
    </section>
  );
}
