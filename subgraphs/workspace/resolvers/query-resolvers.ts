import { getCaller } from '#platform/graphql/caller.ts';
import { readArguments } from '#schema/read-arguments.ts';
import { toViewer } from '../domain/viewer.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { listNotices } from '../store/find-notices.ts';
import { listSavedMappings } from '../store/mapping-store.ts';
import { findPreferences } from '../store/preference-store.ts';
import { listViews } from '../store/view-store.ts';
import { getOwner } from './get-owner.ts';
import { meetCaller } from './meet-caller.ts';

export const workspaceQueries: QueryResolvers = {
  savedViews: (_root, { list }, context) => listViews(context.db, getOwner(context), list),
  savedMappings: (_root, _args, context) => listSavedMappings(context.db, getOwner(context)),
  preferences: (_root, _args, context) => findPreferences(context.db, getOwner(context)),
  notices: async (_root, args, context) => {
    const viewer = toViewer(getCaller(context).principal);
    await meetCaller(context, viewer);
    return listNotices(context.db, viewer, readArguments(args));
  },
};
