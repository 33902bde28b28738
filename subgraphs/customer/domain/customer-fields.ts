import { ifGiven } from '#kernel/if-given.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import { readFlag } from '#kernel/read-flag.ts';
import { parseOptionalText, parseRequiredText } from '#kernel/text-input.ts';
import type { CustomerLanguage, UpdateCustomerInput } from '../generated/types.ts';
import { type AddressColumns, parseAddressColumns } from './address.ts';
import { customerBounds } from './bounds.ts';
import { type CompanyNumbers, parseCompanyNumbers } from './company-numbers.ts';
import { type ElectronicAddressColumns, parseElectronicAddress } from './electronic-address.ts';
import { parseEmailAddress } from './email-address.ts';
import { parsePhoneNumber } from './phone-number.ts';

/** The normalised fields of a customer that people set; the system sets all others. */
interface CustomerFields extends AddressColumns, ElectronicAddressColumns, CompanyNumbers {
  readonly displayName: string;
  readonly contactName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
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

/**
 * Reads the given fields and notes all problems.
 *
 * @param current the numbers of the customer as it is; absent for a new one
 */
export function parseCustomerFields(
  input: CustomerFieldsInput,
  problems: InputProblems,
  current?: CompanyNumbers,
): CustomerChanges {
  const optionalText = (name: 'contactName' | 'taxNumber' | 'externalReference') =>
    ifGiven(input[name], (text) =>
      parseOptionalText(text, { maxLength: customerBounds[name] }, problems.at(name)),
    );
  const taxNumber = optionalText('taxNumber');
  return {
    displayName: ifGiven(input.displayName, (text) =>
      parseRequiredText(text, { maxLength: customerBounds.displayName }, problems.at('displayName')),
    ),
    contactName: optionalText('contactName'),
    email: ifGiven(input.email, (text) => parseEmailAddress(text, problems.at('email'))),
    phone: ifGiven(input.phone, (text) => parsePhoneNumber(text, problems.at('phone'))),
    ...ifGiven(input.address, (address) => parseAddressColumns(address, problems.at('address'))),
    taxNumber,
    ...parseCompanyNumbers(input, taxNumber, problems, current),
    ...ifGiven(input.electronicAddress, (address) =>
      parseElectronicAddress(address, problems.at('electronicAddress')),
    ),
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
