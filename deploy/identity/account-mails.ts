import type { Account } from './accounts.ts';
import { consolePath } from './console/console-client.ts';
import type { MailAsker, MailPost } from './mail/mail-post.ts';
import {
  type AccountChangeNotice,
  hasAddress,
  type Recipient,
  toActionsMail,
  toNoticeMail,
  toResetMail,
  toVerificationMail,
} from './mail/mails.ts';
import { type NewDeviceSignIn, toNewDeviceMail } from './mail/new-device-mail.ts';
import type { LinkAction, OneTimeTokens } from './one-time-tokens.ts';
import { textsOf } from './page-view.ts';
import type { Realm } from './realm.ts';
import type { IdentityTexts } from './texts/english.ts';

/** Path below the realm's of the page that a link in a mail opens; Keycloak's. */
export const linkPath = '/login-actions/action-token';

export interface AccountMailsParts {
  readonly realm: Realm;
  readonly issuer: string;
  readonly tokens: OneTimeTokens;
  readonly post: MailPost;
}

/** The mails that accounts lead to, with links that are good once. */
export class AccountMails {
  readonly #parts: AccountMailsParts;

  constructor(parts: AccountMailsParts) {
    this.#parts = parts;
  }

  /** Sends a link to choose a new password, if the account can sign in and has an address. */
  sendReset(account: Account, texts: IdentityTexts, asker: MailAsker): void {
    const { realm, post } = this.#parts;
    if (!account.isEnabled || !hasAddress(account)) return;
    post.post(
      toResetMail(
        { realm, texts },
        account,
        this.#createLink(account, ['UPDATE_PASSWORD'], realm.userLinkSeconds),
      ),
      asker,
    );
  }

  /** Sends a link that proves the address. */
  sendVerification(account: Account, texts: IdentityTexts, asker: MailAsker): void {
    const { realm, post } = this.#parts;
    if (!hasAddress(account)) return;
    post.post(
      toVerificationMail(
        { realm, texts },
        account,
        this.#createLink(account, ['VERIFY_EMAIL'], realm.userLinkSeconds),
      ),
      asker,
    );
  }

  /** Sends what an administrator asks a person to do, in the realm's language. @returns false if no mail can go to this person now */
  sendActions(account: Account, actions: readonly LinkAction[], seconds: number): boolean {
    if (!hasAddress(account)) return false;
    const { realm, post } = this.#parts;
    const texts = textsOf[realm.defaultLanguage];
    const link = this.#createLink(account, actions, seconds);
    return post.post(toActionsMail({ realm, texts }, account, link), 'KNOWN');
  }

  /** Tells a person of a change to how they sign in. */
  sendNotice(account: Account, change: AccountChangeNotice, texts: IdentityTexts): void {
    const { realm, post } = this.#parts;
    if (hasAddress(account)) post.post(toNoticeMail({ realm, texts }, account, change), 'KNOWN');
  }

  /** Tells a person of a sign-in in a browser that was not known. */
  sendNewDevice(account: Account, signIn: NewDeviceSignIn, texts: IdentityTexts): void {
    const { realm, issuer, post } = this.#parts;
    if (!hasAddress(account)) return;
    const accountUrl = `${issuer}${consolePath}`;
    post.post(toNewDeviceMail({ realm, texts }, account, { signIn, accountUrl }), 'SIGN_IN');
  }

  #createLink({ id, email }: Recipient, actions: readonly LinkAction[], seconds: number) {
    const { issuer, tokens } = this.#parts;
    const token = tokens.create({ accountId: id, actions, email }, seconds);
    return { url: `${issuer}${linkPath}?key=${token}`, seconds };
  }
}
