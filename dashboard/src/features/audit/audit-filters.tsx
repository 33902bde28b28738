import type { ReactNode } from 'react';
import { useData } from '../../api/use-data.ts';
import { type ActorNameFragment, AuditActionChoiceDocument } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { formatDay } from '../../ui/date-text.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { FilterDay, FilterText, MoreFilters } from '../../ui/filter-fields.tsx';
import { toActorName } from '../actors/actor-text.tsx';
import { ActorFilter } from './actor-filter.tsx';
import {
  type AuditEntriesSearch,
  auditFilterNames,
  entryLevels,
  entryOutcomes,
} from './audit-entries-search.ts';
import { useAuditWords } from './use-audit-words.ts';

export type AuditSearchChange = Partial<Record<keyof AuditEntriesSearch, string | undefined>>;

export interface AuditFiltersProps {
  readonly search: AuditEntriesSearch;
  /** The actors of the entries in view. */
  readonly actors: readonly ActorNameFragment[];
  readonly onChange: (change: AuditSearchChange) => void;
  readonly children: ReactNode;
}

/** The services that write entries. */
const sources = ['audit', 'batch', 'billing', 'crm', 'customer', 'gateway', 'people', 'product', 'workspace'];
const moreNames = ['actor', 'source', 'objectType', 'objectId'] as const;
const noVariables = {};

/** The filters of the audit: those of every day, and all others one click away. */
export function AuditFilters({ search, actors, onChange, children }: AuditFiltersProps) {
  const { audit: messages } = useMessages();
  const { fields, filters } = messages;
  const words = useAuditWords();
  const actions = useActions(search.action);
  const text = (name: keyof AuditEntriesSearch) => ({
    value: search[name] ?? '',
    onCommit: (value: string) => onChange({ [name]: value || undefined }),
  });
  const choice = (name: keyof AuditEntriesSearch) => ({
    value: search[name] ?? '',
    onChoose: (value: string) => onChange({ [name]: value || undefined }),
  });
  return (
    <>
      <FilterBar
        isFiltered={auditFilterNames.some((name) => search[name] !== undefined)}
        onClear={() => onChange(Object.fromEntries(auditFilterNames.map((name) => [name, undefined])))}
      >
        <FilterSelect
          label={fields.action}
          {...choice('action')}
          options={actions.map((value) => ({ value, label: words.toAction(value) }))}
        />
        <FilterSelect
          label={fields.level}
          {...choice('level')}
          options={entryLevels.map((value) => ({ value, label: messages.levels[value] }))}
        />
        <FilterSelect
          label={fields.outcome}
          {...choice('outcome')}
          options={entryOutcomes.map((value) => ({ value, label: messages.outcomes[value] }))}
        />
        <FilterDay label={filters.from} {...text('from')} />
        <FilterDay label={filters.to} {...text('to')} />
        {children}
      </FilterBar>
      <MoreFilters isFiltered={moreNames.some((name) => search[name] !== undefined)}>
        <ActorFilter actors={actors} chosen={search.actor} onChoose={(actor) => onChange({ actor })} />
        <FilterSelect
          label={fields.source}
          {...choice('source')}
          options={withChosen(sources, search.source).map((value) => ({ value, label: value }))}
        />
        <FilterSelect
          label={fields.objectType}
          {...choice('objectType')}
          options={withChosen(Object.keys(messages.objectTypes), search.objectType).map((value) => ({
            value,
            label: words.toObjectType(value),
          }))}
        />
        <FilterText label={fields.objectId} {...text('objectId')} />
      </MoreFilters>
    </>
  );
}

/** The filters in words. */
export function useAuditFilterTexts(
  search: AuditEntriesSearch,
  actors: readonly ActorNameFragment[],
): readonly string[] {
  const { audit: messages, actors: actorMessages, ui } = useMessages();
  const { fields, filters } = messages;
  const locale = useLocale();
  const words = useAuditWords();
  const { actor, action, level, outcome, source, objectType, objectId, from, to } = search;
  const named = actors.find(({ id }) => id === actor);
  const texts: readonly (readonly [string, string | undefined])[] = [
    [fields.actor, named ? toActorName(named, actorMessages) : actor],
    [fields.action, action && words.toAction(action)],
    [fields.level, level && messages.levels[level]],
    [fields.outcome, outcome && messages.outcomes[outcome]],
    [fields.source, source],
    [fields.objectType, objectType && words.toObjectType(objectType)],
    [fields.objectId, objectId],
    [filters.from, from && formatDay(from, locale)],
    [filters.to, to && formatDay(to, locale)],
  ];
  return texts.flatMap(([label, value]) => (value === undefined ? [] : [ui.labelled(label, value)]));
}

/** The actions that entries have, and the one that is chosen, in the order of their words. */
function useActions(chosen: string | undefined): readonly string[] {
  const { data } = useData(AuditActionChoiceDocument, { variables: noVariables });
  const locale = useLocale();
  const words = useAuditWords();
  return withChosen(data?.auditActions ?? [], chosen).toSorted((one, other) =>
    words.toAction(one).localeCompare(words.toAction(other), locale),
  );
}

function withChosen(values: readonly string[], chosen: string | undefined): readonly string[] {
  return chosen === undefined || values.includes(chosen) ? values : [...values, chosen];
}
