/** The kinds of requests. */
export const requestKinds = ['QUESTION', 'TASK', 'COMPLAINT', 'DISPUTE', 'OTHER'] as const;
export type RequestKindName = (typeof requestKinds)[number];

/** The urgencies, the least first. */
export const requestUrgencies = ['LOW', 'NORMAL', 'HIGH', 'URGENT'] as const;
export type RequestUrgencyName = (typeof requestUrgencies)[number];

/** The kinds of entries of a request's history. */
export const historyKinds = ['CREATED', 'CHANGED', 'ASSIGNED', 'COMMENTED', 'CLOSED', 'REOPENED'] as const;
