import type { Connection } from '#platform/graphql/connection.ts';
import type { NoticeViewer } from './domain/viewer.ts';
import type { notices, preferences, savedMappings, savedViews } from './tables.ts';

export type { EntityReference } from '#platform/graphql/entity-reference.ts';

/** The parent value of the resolvers of `SavedView`: the row. */
export type SavedViewModel = typeof savedViews.$inferSelect;

/** The parent value of the resolvers of `SavedMapping`: the row. */
export type SavedMappingModel = typeof savedMappings.$inferSelect;

type PreferencesRow = typeof preferences.$inferSelect;

/** The parent value of the resolvers of `Preferences`: the row without its owner; all null before the first choice. */
export type PreferencesModel = {
  readonly [Name in Exclude<keyof PreferencesRow, 'owner'>]: PreferencesRow[Name] | null;
};

/** The parent value of the resolvers of `Notice`: the row, and if the viewer has read it. */
export type NoticeModel = Pick<
  typeof notices.$inferSelect,
  'id' | 'position' | 'kind' | 'subject' | 'details' | 'occurredAt'
> & { readonly isRead: boolean };

/** A page of notices of a viewer. */
export interface NoticeConnectionModel extends Connection<NoticeModel> {
  readonly viewer: NoticeViewer;
  /** The position after all notices, when the page was read. */
  readonly end: bigint;
}

/** A notice on a page. */
export type NoticeEdgeModel = NoticeConnectionModel['edges'][number];

/** The parent value of the resolvers of `NoticeAdded`. */
export interface NoticeAddedModel {
  readonly notice: NoticeModel;
  readonly viewer: NoticeViewer;
}
