/** The maximum number of code points of each text that a person keeps; the tables' constraints are made from it. */
export const workspaceBounds = { name: 100, state: 2_000, language: 35, defaultPage: 200 } as const;

/** The largest number of saved views of one person and list. */
export const maxViewsOfList = 50;

/** The largest number of saved mappings of one person. */
export const maxMappings = 50;

/** The size of a saved mapping in bytes of UTF-8; the batch worker takes no larger one. */
export const maxMappingBytes = 65_536;

/** The number up to which unread notices are counted. */
export const maxUnreadCount = 1_000;

/** The largest number of notices that are marked as read by their ids at once. */
export const maxMarkedNotices = 100;

/** The number of days for which notices are kept. */
export const noticeDays = 90;
