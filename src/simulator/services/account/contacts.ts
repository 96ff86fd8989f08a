/** The details of an account: name, addresses, alternate contacts. */

import type { Account, AlternateContact, ContactInformation } from '@aws-sdk/client-account';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { perAccount } from '../../world/service-state.ts';
import { invalid, subjectOf } from './subject.ts';

interface Contacts {
  main: ContactInformation | undefined;
  readonly others: Map<string, AlternateContact>;
}

const contactsOf = perAccount((_, { name, seeded }): Contacts => {
  const main: ContactInformation = {
    FullName: `${name} team`,
    AddressLine1: '1 Example Street',
    City: 'Springfield',
    PostalCode: '12345',
    CountryCode: 'US',
    PhoneNumber: '+15555550100',
  };
  return { main: seeded ? main : undefined, others: new Map() };
});

export const contactHandlers: Handlers<Account> = {
  GetContactInformation: ({ AccountId }, context) => {
    const { main } = contactsOf(context.world, subjectOf(context, AccountId));
    if (!main) throw notFound('No contact information is set for this account.');
    return { ContactInformation: main };
  },

  PutContactInformation: ({ AccountId, ContactInformation }, context) => {
    checkContact(ContactInformation);
    contactsOf(context.world, subjectOf(context, AccountId)).main = ContactInformation;
    return {};
  },

  GetAlternateContact: ({ AccountId, AlternateContactType }, context) => {
    checkType(AlternateContactType);
    const { others } = contactsOf(context.world, subjectOf(context, AccountId));
    const contact = others.get(AlternateContactType);
    if (!contact) throw notFound('No contact of the inputted alternate contact type found.');
    return { AlternateContact: contact };
  },

  PutAlternateContact: ({ AccountId, ...contact }, context) => {
    checkType(contact.AlternateContactType);
    const { others } = contactsOf(context.world, subjectOf(context, AccountId));
    others.set(contact.AlternateContactType, contact);
    return {};
  },

  DeleteAlternateContact: ({ AccountId, AlternateContactType }, context) => {
    checkType(AlternateContactType);
    const { others } = contactsOf(context.world, subjectOf(context, AccountId));
    if (!others.delete(AlternateContactType)) {
      throw notFound('No contact of the inputted alternate contact type found.');
    }
    return {};
  },

  GetAccountInformation: ({ AccountId }, context) => {
    const { id, name, joinedAt } = subjectOf(context, AccountId);
    return { AccountId: id, AccountName: name, AccountCreatedDate: new Date(joinedAt) };
  },

  PutAccountName: ({ AccountId, AccountName }, context) => {
    if (AccountName.length < 1 || AccountName.length > 50) {
      throw invalid('AccountName must have 1 to 50 characters.');
    }
    subjectOf(context, AccountId).name = AccountName;
    return {};
  },

  GetPrimaryEmail: ({ AccountId }, context) => ({
    PrimaryEmail: primaryEmail(context, AccountId),
  }),
};

function primaryEmail(context: CallContext, id: string): string {
  return subjectOf(context, id).email;
}

function checkType(type: string): void {
  if (!['BILLING', 'OPERATIONS', 'SECURITY'].includes(type)) {
    throw invalid(`AlternateContactType ${type} does not exist.`);
  }
}

const mandatory = ['FullName', 'AddressLine1', 'City', 'PostalCode', 'CountryCode', 'PhoneNumber'];

function checkContact(contact: ContactInformation): void {
  const input: Readonly<Record<string, unknown>> = { ...contact };
  const missing = mandatory.filter((name) => !input[name]);
  if (missing.length > 0) throw invalid(`${missing.join(', ')} must be given.`);
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { status: 404 });
}
