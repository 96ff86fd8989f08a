/** The resource policy of a function: who may invoke it. */

import type { CallContext } from '../../service.ts';
import { uuid } from '../events/event.ts';
import { conflict, invalidValue, notFound } from './errors.ts';
import { functionAt } from './find-function.ts';
import type { NameInput } from './function-handlers.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { policyTextOf } from './policy-text.ts';

interface AddInput extends NameInput {
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly PrincipalOrgID?: string;
  readonly FunctionUrlAuthType?: string;
  readonly InvokedViaFunctionUrl?: boolean;
}

export const permissionHandlers = {
  AddPermission: (input: AddInput, context: CallContext) => {
    const called = functionAt(context, input.FunctionName, input.Qualifier);
    const { StatementId: id } = input;
    if (!/^[\w-]{1,100}$/.test(id)) throw invalidValue(`The statement id ${id} is not valid.`);
    if (called.policy.has(id)) {
      throw conflict(
        `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const statement = statementOf(input, called, context);
    called.policy.set(id, statement);
    called.revisionId = uuid(context.world.random);
    return { Statement: JSON.stringify(statement) };
  },

  RemovePermission: (input: NameInput & { readonly StatementId: string }, context: CallContext) => {
    const called = functionAt(context, input.FunctionName, input.Qualifier);
    if (!called.policy.delete(input.StatementId)) {
      throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
    }
    return {};
  },

  GetPolicy: ({ FunctionName, Qualifier }: NameInput, context: CallContext) => {
    const called = functionAt(context, FunctionName, Qualifier);
    const Policy = policyTextOf(called);
    if (Policy === undefined) throw notFound('The resource you requested does not exist.');
    return { Policy, RevisionId: called.revisionId };
  },
};

function statementOf(input: AddInput, { arn }: LambdaFunction, { world }: CallContext): object {
  const { Action, SourceArn, SourceAccount, PrincipalOrgID, FunctionUrlAuthType } = input;
  if (!/^lambda:(\*|[A-Za-z]+)$/.test(Action)) {
    throw invalidValue(`The action ${Action} is not valid.`);
  }
  const equal = {
    ...(SourceAccount !== undefined && { 'AWS:SourceAccount': SourceAccount }),
    ...(PrincipalOrgID !== undefined && { 'aws:PrincipalOrgID': PrincipalOrgID }),
    ...(FunctionUrlAuthType !== undefined && {
      'lambda:FunctionUrlAuthType': FunctionUrlAuthType,
    }),
  };
  const condition = {
    ...(Object.keys(equal).length > 0 && { StringEquals: equal }),
    ...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
    ...(input.InvokedViaFunctionUrl && { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
  };
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principalOf(input.Principal, world.partition.name),
    Action,
    Resource: arn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

/** A service, an account, a principal by its ARN, or everybody. */
function principalOf(text: string, partition: string): string | object {
  if (text === '*') return '*';
  if (/^\d{12}$/.test(text)) return { AWS: `arn:${partition}:iam::${text}:root` };
  if (text.startsWith('arn:')) return { AWS: text };
  if (/^[\w.-]+\.amazonaws\.com(\.cn)?$/.test(text)) return { Service: text };
  throw invalidValue(
    'The provided principal was invalid. Please check the principal and try again.',
  );
}
