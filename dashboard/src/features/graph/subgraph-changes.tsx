import type { LaunchQuery } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { GitText } from './git-text.tsx';
import styles from './graph.module.css';
import { toPatchLines } from './patch-lines.ts';

type Launch = NonNullable<NonNullable<LaunchQuery['graphVariant']>['launch']>;
type Change = Launch['subgraphChanges'][number];

/** The subgraphs that a launch changed, with the lines of their texts that differ. */
export function SubgraphChanges({ changes }: { readonly changes: readonly Change[] }) {
  const { graph: messages } = useMessages();
  return (
    <section>
      <h2>{messages.subgraphChanges}</h2>
      {changes.length === 0 ? (
        <p>{messages.noSubgraphChanges}</p>
      ) : (
        <ul className={styles['entries']}>
          {changes.map((change) => (
            <li key={change.name}>
              <SubgraphChange change={change} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function SubgraphChange({ change: { name, kind, before, after, patch } }: { readonly change: Change }) {
  const { graph: messages } = useMessages();
  const isMoved = before !== null && after !== null && before.routingUrl !== after.routingUrl;
  const toText = (url: string | null) => url ?? messages.noAddress;
  return (
    <>
      <p className={styles['head']}>
        <strong className={styles['name']}>{name}</strong>
        <Badge>{messages.subgraphChangeKinds[kind]}</Badge>
        {after?.git && <GitText git={after.git} />}
      </p>
      {isMoved && (
        <p className={styles['lines']}>
          {messages.addressChange(toText(before.routingUrl), toText(after.routingUrl))}
        </p>
      )}
      {patch !== null && (
        <details className={styles['details']}>
          <summary>{messages.patchOf(name)}</summary>
          <Patch text={patch} />
        </details>
      )}
      {patch === null && kind === 'SDL' && <p>{messages.patchTooLarge}</p>}
    </>
  );
}

/** A unified diff. Its lines say by their first character what colours repeat. */
function Patch({ text }: { readonly text: string }) {
  return (
    <pre className={styles['patch']}>
      {toPatchLines(text).map(({ number, text: line, kind }) => (
        <span key={number} className={styles[kind]}>
          {line}
        </span>
      ))}
    </pre>
  );
}
