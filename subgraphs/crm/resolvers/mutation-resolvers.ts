import { getCaller } from '#platform/graphql/caller.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { assignRequest } from '../use-cases/assign-request.ts';
import { closeRequest } from '../use-cases/close-request.ts';
import { commentOnRequest } from '../use-cases/comment-on-request.ts';
import { correctContact } from '../use-cases/correct-contact.ts';
import { createRequest } from '../use-cases/create-request.ts';
import { recordContact } from '../use-cases/record-contact.ts';
import { reopenRequest } from '../use-cases/reopen-request.ts';
import { strikeContact } from '../use-cases/strike-contact.ts';
import { updateRequest } from '../use-cases/update-request.ts';
import { noteViewer } from './query-resolvers.ts';

export const crmMutations: MutationResolvers = {
  createRequest: async (_root, { input }, context) => {
    await noteViewer(context);
    return createRequest(context.crm, getCaller(context), input);
  },
  updateRequest: async (_root, { input }, context) =>
    updateRequest(context.crm, await noteViewer(context), input),
  assignRequest: async (_root, { input }, context) =>
    assignRequest(context.crm, await noteViewer(context), input),
  commentOnRequest: async (_root, { input }, context) => {
    await noteViewer(context);
    return commentOnRequest(context.crm, getCaller(context).principal, input);
  },
  closeRequest: async (_root, { input }, context) =>
    closeRequest(context.crm, await noteViewer(context), input),
  recordContact: async (_root, { input }, context) => {
    await noteViewer(context);
    return recordContact(context.crm, getCaller(context), input);
  },
  correctContact: async (_root, { input }, context) =>
    correctContact(context.crm, await noteViewer(context), input),
  strikeContact: async (_root, { input }, context) =>
    strikeContact(context.crm, await noteViewer(context), input),
  reopenRequest: async (_root, { input }, context) =>
    reopenRequest(context.crm, await noteViewer(context), input),
};
