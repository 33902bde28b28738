import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import { AdministrationError } from '../administration/administration-error.ts';
import type {
  IdentityAdministration,
  NewPerson,
  ProviderPerson,
} from '../administration/identity-administration.ts';
import { isServiceAccount } from '../domain/actor.ts';
import { assignableRoles, isAssignable } from '../domain/roles.ts';
import { type ChangeLock, ChangeLockError } from './change-lock.ts';
import { hasOtherHolder } from './has-other-holder.ts';

/** The answer of a use case: the person, or all problems. */
export interface PersonAnswer {
  readonly person: ProviderPerson | null;
  readonly userErrors: UserError[];
}

interface NewPersonInput {
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly roles?: readonly string[];
}

const maxNameLength = 100;
const usernameForm = /^[a-z0-9._@+-]{3,100}$/;
/** Of a shape that mail can be sent to; the link in the mail proves the rest. */
const emailForm = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}\.[^\s@<>".]{2,}$/;
const administrator = 'ADMIN';

/** The actions of administrators on people. */
export class PeopleUseCases {
  readonly #administration: IdentityAdministration;
  /** Held by changes that may take an administrator away. If it is lost on the way, the second look takes a change back. */
  readonly #lock: ChangeLock;
  readonly #turns = createTurns(1);

  constructor(administration: IdentityAdministration, lock: ChangeLock) {
    this.#administration = administration;
    this.#lock = lock;
  }

  async create(input: NewPersonInput): Promise<PersonAnswer & { readonly isMailSent: boolean }> {
    const problems = new InputProblems();
    const { roles = [] } = input;
    const person = parseNewPerson(input, problems);
    findUnassignable(roles, problems);
    if (person !== undefined) await this.#findTaken(person, problems);
    if (person === undefined || !problems.isEmpty) return { ...toRefusal(problems), isMailSent: false };
    const id = await this.#administration.create(person);
    if (id === undefined) {
      // Somebody has taken the name since it was looked for.
      problems.at('username').add('TAKEN', 'Another person has this username or this e-mail address.');
      return { ...toRefusal(problems), isMailSent: false };
    }
    await this.#administration.giveRoles(id, roles.filter(isAssignable));
    const isMailSent = await this.#administration.sendMail(id, ['UPDATE_PASSWORD', 'VERIFY_EMAIL']);
    return { ...(await this.#answer(id)), isMailSent };
  }

  setEnabled(id: string, isEnabled: boolean, callerId: string): Promise<PersonAnswer> {
    return this.#change(id, { mayLoseAdministrator: !isEnabled }, async (problems, person) => {
      if (!isEnabled && (await this.#isLastAdministrator(person, callerId))) {
        problems.at('isEnabled').add('NOT_ALLOWED', 'This is the last administrator who can sign in.');
        return;
      }
      await this.#administration.setEnabled(id, isEnabled);
      if (isEnabled) return;
      const wasAdministrator = person.isEnabled && (await this.#isAdministrator(id));
      if (wasAdministrator && !(await this.#hasAdministrator(id, callerId))) {
        await this.#administration.setEnabled(id, true);
        problems.at('isEnabled').add('NOT_ALLOWED', 'This is the last administrator who can sign in.');
        return;
      }
      await this.#administration.signOut(id);
    });
  }

  setRoles(id: string, roles: readonly string[], callerId: string): Promise<PersonAnswer> {
    const mayLoseAdministrator = !roles.includes(administrator);
    return this.#change(id, { mayLoseAdministrator }, async (problems, person) => {
      findUnassignable(roles, problems);
      if (mayLoseAdministrator && (await this.#isLastAdministrator(person, callerId))) {
        problems.at('roles').add('NOT_ALLOWED', 'This is the last administrator who can sign in.');
      }
      if (!problems.isEmpty) return;
      const held = (await this.#administration.rolesOf(id)).filter(isAssignable);
      const wanted = roles.filter(isAssignable);
      const given = wanted.filter((role) => !held.includes(role));
      const taken = held.filter((role) => !wanted.includes(role));
      if (given.length === 0 && taken.length === 0) return;
      await this.#administration.takeRoles(id, taken);
      const isAdministratorGone = person.isEnabled && taken.includes(administrator);
      if (isAdministratorGone && !(await this.#hasAdministrator(id, callerId))) {
        await this.#administration.giveRoles(id, taken);
        problems.at('roles').add('NOT_ALLOWED', 'This is the last administrator who can sign in.');
        return;
      }
      await this.#administration.giveRoles(id, given);
      // Tokens say the roles of the time they were issued; without a session nothing renews them.
      await this.#administration.signOut(id);
    });
  }

  sendPasswordMail(id: string): Promise<PersonAnswer> {
    return this.#change(id, {}, async (problems, { email, isEnabled }) => {
      if (email === null) problems.at('id').add('WRONG_STATE', 'This person has no e-mail address.');
      if (!isEnabled) problems.at('id').add('WRONG_STATE', 'This person may not sign in.');
      if (!problems.isEmpty || (await this.#administration.sendMail(id, ['UPDATE_PASSWORD']))) return;
      problems.at('id').add('UNAVAILABLE', 'The mail could not be sent. Try again later.');
    });
  }

  signOut(id: string): Promise<PersonAnswer> {
    return this.#change(id, {}, () => this.#administration.signOut(id));
  }

  #change(
    id: string,
    { mayLoseAdministrator = false }: { readonly mayLoseAdministrator?: boolean },
    change: (problems: InputProblems, person: ProviderPerson) => Promise<void>,
  ): Promise<PersonAnswer> {
    const problems = new InputProblems();
    const work = async () => {
      const person = await this.#administration.find(id);
      if (person === undefined || isServiceAccount(person.username))
        problems.at('id').add('NOT_FOUND', 'There is no such person.');
      else await change(problems, person);
    };
    return this.#turns.run(async () => {
      if (mayLoseAdministrator) await this.#runLocked(work, problems);
      else await work();
      return problems.isEmpty ? this.#answer(id) : toRefusal(problems);
    });
  }

  async #runLocked(work: () => Promise<void>, problems: InputProblems): Promise<void> {
    try {
      await this.#lock.run(work);
    } catch (error) {
      if (!(error instanceof ChangeLockError)) throw error;
      problems.add('UNAVAILABLE', 'Changes by others cannot be locked out at the moment. Try again later.');
    }
  }

  async #answer(id: string): Promise<PersonAnswer> {
    const person = await this.#administration.find(id);
    if (person === undefined) throw new AdministrationError('PROVIDER_REFUSED', 'The person is gone.');
    return { person, userErrors: [] };
  }

  /** True unless another administrator who can sign in is known. */
  async #isLastAdministrator({ id, isEnabled }: ProviderPerson, callerId: string): Promise<boolean> {
    if (!isEnabled || !(await this.#isAdministrator(id))) return false;
    return !(await this.#hasAdministrator(id, callerId));
  }

  /**
   * True if somebody other than this person is an administrator and can sign in. Asked before a change, and again after it: somebody
   * may have changed the other one at the provider itself, or in another process if the lock was lost. Whoever asks last sees both
   * changes, and takes its own back.
   */
  async #hasAdministrator(exceptId: string, callerId: string): Promise<boolean> {
    if (callerId !== exceptId) {
      const caller = await this.#administration.find(callerId);
      if (caller?.isEnabled && (await this.#isAdministrator(callerId))) return true;
    }
    return hasOtherHolder(this.#administration, { role: administrator, exceptId });
  }

  async #isAdministrator(id: string): Promise<boolean> {
    return (await this.#administration.rolesOf(id)).includes(administrator);
  }

  async #findTaken({ username, email }: NewPerson, problems: InputProblems): Promise<void> {
    const [named, addressed] = await Promise.all([
      this.#administration.findBy('username', username),
      this.#administration.findBy('email', email),
    ]);
    if (named !== undefined || isServiceAccount(username))
      problems.at('username').add('TAKEN', 'Another person has this username.');
    if (addressed !== undefined) problems.at('email').add('TAKEN', 'Another person has this e-mail address.');
  }
}

function parseNewPerson(input: NewPersonInput, problems: InputProblems): NewPerson | undefined {
  const username = input.username.trim().toLowerCase();
  if (!usernameForm.test(username)) {
    problems.at('username').add('INVALID', 'Must be 3 to 100 letters without accents, digits or . _ @ + -');
  }
  const email = input.email.trim().toLowerCase();
  if (!emailForm.test(email))
    problems.at('email').add('INVALID', 'Must be an e-mail address such as ada@example.com.');
  const rule = { maxLength: maxNameLength };
  const firstName = parseRequiredText(input.firstName, rule, problems.at('firstName'));
  const lastName = parseRequiredText(input.lastName, rule, problems.at('lastName'));
  if (!problems.isEmpty || firstName === undefined || lastName === undefined) return undefined;
  return { username, email, firstName, lastName };
}

function findUnassignable(roles: readonly string[], problems: InputProblems): void {
  for (const [index, role] of roles.entries()) {
    if (role === 'USER' || isAssignable(role)) continue;
    problems.at('roles', index).add('INVALID', `Must be one of ${assignableRoles.join(', ')}.`);
  }
}

function toRefusal(problems: InputProblems): PersonAnswer {
  return { person: null, userErrors: problems.errors };
}
