import { useData } from '../../api/use-data.ts';
import { useFurtherPages } from '../../api/use-further-pages.ts';
import { LaunchChangesDocument, type LaunchChangesQuery } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge, type BadgeProps } from '../../ui/badge.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { FieldLink } from './field-link.tsx';
import styles from './graph.module.css';
import type { VariantAddress } from './variant-layout.tsx';

type Launch = NonNullable<NonNullable<LaunchChangesQuery['graphVariant']>['launch']>;
type Changes = NonNullable<Launch['changes']>;
type Change = Changes['edges'][number]['node'];

const tones: Readonly<Record<Change['criticality'], NonNullable<BadgeProps['tone']>>> = {
  BREAKING: 'danger',
  DANGEROUS: 'warning',
  SAFE: 'success',
};

export interface LaunchChangesProps {
  readonly address: VariantAddress;
  readonly number: number;
  /** False if no supergraph ran before. */
  readonly isCompared: boolean;
}

/** The differences of the schema that clients see from the one that ran before. */
export function LaunchChanges({ address, number, isCompared }: LaunchChangesProps) {
  const { graph: messages } = useMessages();
  const view = useData(LaunchChangesDocument, {
    variables: { ...address, number, after: null },
    isPaused: !isCompared,
  });
  return (
    <section>
      <h2>{messages.changes}</h2>
      {isCompared ? (
        <StateView view={view} select={({ graphVariant }) => graphVariant?.launch?.changes} skeletonRows={3}>
          {(changes) =>
            changes.totalCount === 0 ? (
              <p>{messages.noChanges}</p>
            ) : (
              <ChangeTable address={address} number={number} first={changes} />
            )
          }
        </StateView>
      ) : (
        <p>{messages.noComparison}</p>
      )}
    </section>
  );
}

function ChangeTable({
  address,
  number,
  first,
}: Omit<LaunchChangesProps, 'isCompared'> & { readonly first: Changes }) {
  const { graph: messages } = useMessages();
  const columns = useColumns(address);
  const list = useFurtherPages({
    first,
    document: LaunchChangesDocument,
    toVariables: (after) => ({ ...address, number, after }),
    select: ({ graphVariant }) => graphVariant?.launch?.changes,
  });
  return (
    <>
      <DataTable label={messages.changes} columns={columns} rows={list.rows} toKey={({ id }) => id} />
      <ShowMore list={list} />
    </>
  );
}

function useColumns(address: VariantAddress): readonly Column<Change>[] {
  const { graph: messages } = useMessages();
  const headers = messages.changeColumns;
  return [
    {
      key: 'place',
      header: headers.place,
      cell: ({ coordinate }) =>
        coordinate && (
          <span className={styles['cell']}>
            <FieldLink address={address} coordinate={coordinate} />
          </span>
        ),
    },
    {
      key: 'effect',
      header: headers.effect,
      cell: ({ criticality }) => (
        <Badge tone={tones[criticality]}>{messages.criticalities[criticality]}</Badge>
      ),
    },
    {
      key: 'change',
      header: headers.change,
      cell: ({ code }) => <span className={styles['cell']}>{code}</span>,
    },
    { key: 'text', header: headers.text, cell: ({ description }) => description },
  ];
}
