import { ifGiven } from '#kernel/if-given.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import { readFlag } from '#kernel/read-flag.ts';
import { parseOptionalText, parseRequiredText } from '#kernel/text-input.ts';
import type { CustomerLanguage, UpdateCustomerInput } from '../generated/types.ts';
import { type AddressColumns, parseAddress } from './address.ts';
import { customerBounds } from './bounds.ts';
import { parseEmailAddress } from './email-address.ts';
import { parsePhoneNumber } from './phone-number.ts';

/** The normalised fields of a customer that people set; the system sets all others. */
interface CustomerFields extends AddressColumns {
  readonly displayName: string;
  readonly contactName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly taxNumber: string | null;
  readonly externalReference: string | null;
  readonly language: CustomerLanguage | null;
  readonly courtesyMails: boolean;
}

/** Fields to be set; undefined ones stay as they are. */
export type CustomerChanges = {
  readonly [Field in keyof CustomerFields]?: CustomerFields[Field] | undefined;
};

/** The fields of a new customer; absent ones are empty. */
export type NewCustomerFields = CustomerChanges & Pick<CustomerFields, 'displayName'>;

/** The fields of a customer in an input; absent ones stay as they are. */
export type CustomerFieldsInput = Omit<UpdateCustomerInput, 'id' | 'expectedVersion'>;

/** Reads the given fields and notes all problems. */
export function parseCustomerFields(input: CustomerFieldsInput, problems: InputProblems): CustomerChanges {
  const optionalText = (name: 'contactName' | 'taxNumber' | 'externalReference') =>
    ifGiven(input[name], (text) =>
      parseOptionalText(text, { maxLength: customerBounds[name] }, problems.at(name)),
    );
  return {
    displayName: ifGiven(input.displayName, (text) =>
      parseRequiredText(text, { maxLength: customerBounds.displayName }, problems.at('displayName')),
    ),
    contactName: optionalText('contactName'),
    email: ifGiven(input.email, (text) => parseEmailAddress(text, problems.at('email'))),
    phone: ifGiven(input.phone, (text) => parsePhoneNumber(text, problems.at('phone'))),
    ...ifGiven(input.address, (address) => parseAddress(address, problems.at('address'))),
    taxNumber: optionalText('taxNumber'),
    externalReference: optionalText('externalReference'),
    language: input.language,
    courtesyMails: ifGiven(input.courtesyMails, (flag) => readFlag(flag, problems.at('courtesyMails'))),
  };
}

/**
 * The fields of a new customer, from changes without problems.
 *
 * @throws {TypeError} if the name is absent, which the API's input type rules out
 */
export function toNewCustomer({ displayName, ...rest }: CustomerChanges): NewCustomerFields {
  if (displayName === undefined) throw new TypeError('A new customer needs a name.');
  return { displayName, ...rest };
}
