import type { NoticeMailTexts } from './notice-mail-texts.ts';

export const englishNoticeTexts: NoticeMailTexts = {
  kinds: {
    APPROVAL_REQUESTED: {
      subject: ({ subject }) => `Approval needed: invoice ${subject}`,
      text: ({ subject, action, amount }) =>
        `${action} of invoice ${subject} over ${amount} waits for an approval by your role.`,
    },
    REQUEST_DUE_SOON: {
      subject: ({ subject }) => `Due soon: request ${subject}`,
      text: ({ subject, deadline }) => `Request ${subject} is still open. Its deadline is ${deadline}.`,
    },
    REQUEST_OVERDUE: {
      subject: ({ subject }) => `Overdue: request ${subject}`,
      text: ({ subject, deadline }) => `Request ${subject} is still open. Its deadline was ${deadline}.`,
    },
    REQUEST_ASSIGNED: {
      subject: ({ subject }) => `For you: request ${subject}`,
      text: ({ subject }) => `Request ${subject} was given to you.`,
    },
    DISPUTE_OPENED: {
      subject: ({ subject }) => `Dispute: request ${subject}`,
      text: ({ subject }) => `A customer disputes an invoice. Request ${subject} says why.`,
    },
    IMPORT_ENDED: {
      subject: ({ subject, status }) => `Import ${status}: ${subject}`,
      text: ({ subject, status, loadedRows, rejectedRows }) =>
        `The import of ${subject} ${status}. Rows loaded: ${loadedRows}; rows rejected: ${rejectedRows}.`,
    },
  },
  actions: { REVERSE_PAYMENT: 'The reversal of a payment', CREDIT: 'A credit note', VOID: 'The voiding' },
  statuses: { COMPLETED: 'is complete', FAILED: 'has failed', STOPPED: 'was stopped' },
  greeting: 'Hello,',
  open: 'Open it',
  why: 'You get this mail because of your role. Which notices come by mail is your choice, on the page of your account.',
};
