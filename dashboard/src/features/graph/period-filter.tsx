import { useMessages } from '../../messages/language.tsx';
import { FilterSelect } from '../../ui/filter-bar.tsx';
import { type OfferedPeriod, periods, toPeriodDays } from './graph-search.ts';

export interface PeriodFilterProps {
  readonly period: OfferedPeriod | undefined;
  readonly onChoose: (period: string) => void;
}

/** The period of which requests count. */
export function PeriodFilter({ period, onChoose }: PeriodFilterProps) {
  const { graph: messages } = useMessages();
  return (
    <FilterSelect
      label={messages.period}
      hasAll={false}
      value={String(toPeriodDays(period))}
      options={periods.map((value) => ({ value, label: messages.periods(Number(value)) }))}
      onChoose={onChoose}
    />
  );
}
