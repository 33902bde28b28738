import { getCaller } from '#platform/graphql/caller.ts';
import { toViewer } from '../domain/viewer.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { deleteMapping } from '../use-cases/delete-mapping.ts';
import { deleteView } from '../use-cases/delete-view.ts';
import { markNoticesRead } from '../use-cases/mark-notices-read.ts';
import { saveMapping } from '../use-cases/save-mapping.ts';
import { saveView } from '../use-cases/save-view.ts';
import { updatePreferences } from '../use-cases/update-preferences.ts';
import { updateView } from '../use-cases/update-view.ts';
import { getOwner } from './get-owner.ts';
import { meetCaller } from './meet-caller.ts';

export const workspaceMutations: MutationResolvers = {
  saveView: (_root, { input }, context) => saveView(context.writer, getOwner(context), input),
  updateView: (_root, { input }, context) => updateView(context.writer, getOwner(context), input),
  deleteView: (_root, { input }, context) => deleteView(context.writer, getOwner(context), input),
  saveMapping: (_root, { input }, context) => saveMapping(context.writer, getOwner(context), input),
  deleteMapping: (_root, { input }, context) => deleteMapping(context.writer, getOwner(context), input),
  updatePreferences: (_root, { input }, context) =>
    updatePreferences(context.writer, getOwner(context), input),
  markNoticesRead: async (_root, { input }, context) => {
    const viewer = toViewer(getCaller(context).principal);
    await meetCaller(context, viewer);
    return markNoticesRead(context.writer, viewer, input);
  },
};
