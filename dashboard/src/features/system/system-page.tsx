import { useGateway } from '../../api/use-gateway.ts';
import { useRefresh } from '../../api/use-refresh.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button, toButtonClass } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';

/** Which parts of the system work, as the gateway finds them. */
interface Health {
  readonly isReady: boolean;
  readonly isDegraded: boolean;
  readonly parts: Readonly<Record<string, 'ok' | 'down'>>;
}

interface Part {
  readonly name: string;
  readonly isOk: boolean;
}

const refreshEveryMs = 10_000;

/** The parts of the system and whether they work, and the way to the playground. */
export function SystemPage() {
  const { system: messages } = useMessages();
  const view = useGateway<Health>('/gateway/health');
  const { retry } = view;
  useRefresh(retry, refreshEveryMs);
  return (
    <PageLayout
      title={messages.title}
      actions={
        <>
          <Button onClick={retry}>{messages.refresh}</Button>
          <a className={toButtonClass()} href="/playground/">
            {messages.playground}
          </a>
        </>
      }
    >
      <StateView view={view} select={(health) => health} skeletonRows={5}>
        {({ isReady, isDegraded, parts }) => (
          <>
            <p role="status">
              {isReady ? (isDegraded ? messages.degraded : messages.fine) : messages.notReady}
            </p>
            <DataTable
              label={messages.parts}
              columns={toColumns(messages)}
              rows={Object.entries(parts).map(([name, state]) => ({ name, isOk: state === 'ok' }))}
              toKey={({ name }) => name}
            />
          </>
        )}
      </StateView>
    </PageLayout>
  );
}

function toColumns(messages: ReturnType<typeof useMessages>['system']): readonly Column<Part>[] {
  return [
    { key: 'part', header: messages.part, cell: ({ name }) => messages.partName(name) },
    {
      key: 'state',
      header: messages.state,
      cell: ({ isOk }) => (
        <Badge tone={isOk ? 'success' : 'danger'}>{isOk ? messages.works : messages.isDown}</Badge>
      ),
    },
  ];
}
