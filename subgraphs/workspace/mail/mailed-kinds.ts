import type { NoticeKind } from '../generated/types.ts';
import type { PreferencesModel } from '../models.ts';

/** The preference that decides if a notice also comes by mail, and what holds before a choice. */
export interface MailChoice {
  readonly preference: 'mailApprovals' | 'mailAlerts' | 'mailImports';
  readonly byDefault: boolean;
}

const approvals: MailChoice = { preference: 'mailApprovals', byDefault: true };
const alerts: MailChoice = { preference: 'mailAlerts', byDefault: true };
const imports: MailChoice = { preference: 'mailImports', byDefault: false };

/** The kinds of notices that come by mail. */
const mailedKinds = {
  APPROVAL_REQUESTED: approvals,
  REQUEST_DUE_SOON: alerts,
  REQUEST_OVERDUE: alerts,
  REQUEST_ASSIGNED: alerts,
  DISPUTE_OPENED: alerts,
  IMPORT_ENDED: imports,
} as const satisfies Partial<Record<NoticeKind, MailChoice>>;

export type MailedKind = keyof typeof mailedKinds;

/** Tests if notices of a kind come by mail. */
export function isMailedKind(kind: NoticeKind): kind is MailedKind {
  return Object.hasOwn(mailedKinds, kind);
}

/** Tests if a person wants notices of a kind by mail. */
export function wantsMail(
  preferences: Pick<PreferencesModel, MailChoice['preference']>,
  kind: MailedKind,
): boolean {
  const { preference, byDefault } = mailedKinds[kind];
  return preferences[preference] ?? byDefault;
}
