import { getRouteApi } from '@tanstack/react-router';
import { useMessages } from '../../messages/language.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { ProblemView, Skeleton } from '../../ui/state-view.tsx';
import styles from './live.module.css';
import { LiveChart } from './live-chart.tsx';
import type { LiveSearch } from './live-search.ts';
import { LiveStatusBar } from './live-status.tsx';
import { LiveTotalsSection } from './live-totals-section.tsx';
import { NewestInvoices } from './newest-invoices.tsx';
import { SpokenSummary } from './spoken-summary.tsx';
import { SummarySection } from './summary-section.tsx';
import { TopCustomers } from './top-customers.tsx';
import { useLiveFigures } from './use-live-figures.ts';

const route = getRouteApi('/');

/** Invoices and payments as they come, and sums of invoices between two days. */
export function LivePage() {
  const { live: messages } = useMessages();
  const { simulated } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <PageLayout
      title={messages.title}
      actions={
        <label className={styles['choice']}>
          <input
            type="checkbox"
            checked={simulated !== 'hide'}
            onChange={({ target }) =>
              void navigate({
                search: (old) =>
                  omitAbsent({ ...old, simulated: target.checked ? undefined : 'hide' }) as LiveSearch,
                replace: true,
              })
            }
          />{' '}
          {messages.withSimulated}
        </label>
      }
    >
      {/* Figures with simulated invoices say nothing of those without, so nothing of them stays. */}
      <LiveFigures key={simulated ?? 'show'} includeSimulated={simulated !== 'hide'} />
      <SummarySection />
    </PageLayout>
  );
}

function LiveFigures({ includeSimulated }: { readonly includeSimulated: boolean }) {
  const view = useLiveFigures(includeSimulated);
  const { figures, ranks, invoices, samples, state, isPaused, loadProblem, retry } = view;
  if (figures === undefined)
    return loadProblem ? <ProblemView problem={loadProblem} retry={retry} /> : <Skeleton rows={8} />;
  const isOld = !isPaused && (state === 'reconnecting' || state === 'stale' || state === 'ended');
  return (
    <>
      <LiveStatusBar view={view} />
      <SpokenSummary figures={figures} isPaused={isPaused} />
      <div className={isOld ? styles['old'] : undefined}>
        <LiveTotalsSection figures={figures} />
        <LiveChart samples={samples} />
        <div className={styles['pair']}>
          <NewestInvoices invoices={invoices} />
          <TopCustomers ranks={ranks ?? []} />
        </div>
      </div>
    </>
  );
}
