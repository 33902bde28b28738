import type { MailedKind } from '../mailed-kinds.ts';

/** The values that texts of mails have, as they are shown. */
export interface NoticeMailValues {
  /** An invoice's number, a request's reference, or a file's name. */
  readonly subject: string;
  readonly amount: string;
  readonly deadline: string;
  readonly loadedRows: string;
  readonly rejectedRows: string;
  readonly status: string;
  readonly action: string;
}

/** The texts of mails to staff in one language. */
export interface NoticeMailTexts {
  readonly kinds: Readonly<
    Record<MailedKind, { subject(values: NoticeMailValues): string; text(values: NoticeMailValues): string }>
  >;
  readonly actions: Readonly<Record<string, string>>;
  readonly statuses: Readonly<Record<string, string>>;
  readonly greeting: string;
  readonly open: string;
  readonly why: string;
}
