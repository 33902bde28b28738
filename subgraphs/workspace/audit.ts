import { type AuditedMutations, privateMutation } from '#platform/audit/audit-mutations.ts';
import type { MutationResolvers } from './generated/resolvers.ts';

/** The audit entries of the mutations. */
export const workspaceAudit: AuditedMutations<keyof MutationResolvers> = {
  saveView: { action: 'VIEW_SAVED', level: 'INFO', object: 'SavedView' },
  updateView: { action: 'VIEW_UPDATED', level: 'INFO', object: 'SavedView' },
  deleteView: { action: 'VIEW_DELETED', level: 'INFO', object: 'SavedView' },
  saveMapping: { action: 'MAPPING_SAVED', level: 'INFO', object: 'SavedMapping' },
  deleteMapping: { action: 'MAPPING_DELETED', level: 'INFO', object: 'SavedMapping' },
  updatePreferences: privateMutation,
  markNoticesRead: privateMutation,
};
