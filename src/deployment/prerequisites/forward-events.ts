/**
 * Templates that forward events of the management account to the automation account. Organizations emits its events in
 * one region, and IAM Identity Center in its own: neither reaches the automation account by itself.
 */

import { busArn, type PrerequisiteFacts, policyDocument } from './prerequisite-facts.ts';

interface Forwarding {
  readonly description: string;
  /** Of the rule; the role has it too, with `Role` behind. */
  readonly name: string;
  readonly policyName: string;
  readonly pattern: object;
}

/** Only AWS can put events whose source begins with `aws.`. */
const organizationEvents: Forwarding = {
  description: 'Forwards events of AWS Organizations to the automation account',
  name: 'ForwardOrganizationEventsToSustainablePersonalAccounts',
  policyName: 'AllowToPutOrganizationEventsToSustainablePersonalAccounts',
  pattern: {
    source: ['aws.organizations'],
    detail: { eventSource: ['organizations.amazonaws.com'] },
  },
};

const signInEvents: Forwarding = {
  description: 'Forwards logins to the console to the automation account',
  name: 'ForwardSigninEventsToSustainablePersonalAccounts',
  policyName: 'AllowToPutSigninEventsToSustainablePersonalAccounts',
  pattern: {
    source: ['aws.signin'],
    detail: { eventSource: ['signin.amazonaws.com'], eventName: ['ConsoleLogin'] },
  },
};

/** Names of the rules, whether a stack or a person made them. */
export const forwardingRules = {
  organization: organizationEvents.name,
  signIn: signInEvents.name,
} as const;

export const forwardOrganizationEvents = (facts: PrerequisiteFacts): object =>
  template(facts, organizationEvents);

export const forwardSignInEvents = (facts: PrerequisiteFacts): object =>
  template(facts, signInEvents);

function template(facts: PrerequisiteFacts, forwarding: Forwarding): object {
  const { description, name, pattern } = forwarding;
  const bus = busArn(facts);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: roleProperties(forwarding, bus) },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          Name: name,
          Description: description,
          EventPattern: pattern,
          State: 'ENABLED',
          Targets: [
            {
              Id: 'ToSustainablePersonalAccounts',
              Arn: bus,
              RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
            },
          ],
        },
      },
    },
  };
}

/** Rules of other accounts cannot use the role: EventBridge passes the account of the rule. */
function roleProperties({ description, name, policyName }: Forwarding, bus: string): object {
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
  };
  const put = { Effect: 'Allow', Action: 'events:PutEvents', Resource: bus };
  return {
    RoleName: `${name}Role`,
    Description: description,
    AssumeRolePolicyDocument: policyDocument([trust]),
    Policies: [{ PolicyName: policyName, PolicyDocument: policyDocument([put]) }],
  };
}
