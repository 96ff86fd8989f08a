/** SimulatePrincipalPolicy: runs the simulator's own evaluation for calls of another principal. */

import type { EvaluationResult, IAM } from '@aws-sdk/client-iam';
import { type PolicyDocument, parsePolicy } from '../../../policy/document.ts';
import {
  evaluateDocument,
  evaluateDocuments,
  type PolicyRequest,
} from '../../../policy/evaluate.ts';
import { boundaryOf, identityPolicies, lookUpIn, serviceControl } from '../../authorize.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { callerIam, iamPage } from './caller-iam.ts';
import { checkDocument, noSuchEntity, validation } from './errors.ts';
import type { Identity } from './resources.ts';
import { findRole, findUser } from './state.ts';

interface Policies {
  readonly identity: readonly PolicyDocument[];
  readonly boundary: PolicyDocument | undefined;
  readonly serviceControl: readonly (readonly PolicyDocument[])[];
}

export const simulateHandlers: Handlers<IAM> = {
  SimulatePrincipalPolicy: (input, context) => {
    const { state, account } = callerIam(context);
    const identity = identityAt(context, input.PolicySourceArn);
    const stated = readAll(input.PolicyInputList);
    const results = simulate(input, {
      identity: [...identityPolicies(state, identity), ...stated],
      boundary: boundaryOf(
        state,
        'boundary' in identity ? (identity.boundary as string) : undefined,
      ),
      serviceControl: serviceControl(context.world, account),
    });
    const scope = `simulation ${JSON.stringify(input.ActionNames)} ${input.PolicySourceArn}`;
    const page = iamPage(context, input, { scope, items: results, key: resultKey });
    return { EvaluationResults: [...page.items], ...page.marker };
  },

  SimulateCustomPolicy: (input, context) => {
    const [boundary] = readAll(input.PermissionsBoundaryPolicyInputList);
    const identity = readAll(input.PolicyInputList);
    const results = simulate(input, { identity, boundary, serviceControl: [] });
    const scope = `simulation ${JSON.stringify(input.ActionNames)}`;
    const page = iamPage(context, input, { scope, items: results, key: resultKey });
    return { EvaluationResults: [...page.items], ...page.marker };
  },
};

const resultKey = ({ EvalActionName, EvalResourceName }: EvaluationResult) =>
  `${EvalActionName} ${EvalResourceName}`;

function identityAt(context: CallContext, arn: string): Identity {
  const { state } = callerIam(context);
  const found = /^arn:[\w-]+:iam::\d{12}:(user|role|group)\/(?:.*\/)?([^/]+)$/.exec(arn);
  if (!found) throw validation(`Invalid Entity Arn: ${arn}`);
  const [, kind, name = ''] = found;
  const groups = state.groups.get(name.toLowerCase());
  const identity =
    kind === 'role' ? findRole(state, name) : kind === 'user' ? findUser(state, name) : groups;
  if (identity?.arn !== arn) throw noSuchEntity(kind ?? 'entity', name);
  return identity;
}

function readAll(texts: readonly string[] = []): readonly PolicyDocument[] {
  for (const text of texts) checkDocument(text, 'identity');
  return texts.map((text) => parsePolicy(text, 'identity'));
}

interface SimulationInput {
  readonly ActionNames: readonly string[];
  readonly ResourceArns?: readonly string[] | undefined;
  readonly ContextEntries?:
    | readonly {
        readonly ContextKeyName?: string | undefined;
        readonly ContextKeyValues?: readonly string[] | undefined;
      }[]
    | undefined;
}

function simulate(requested: SimulationInput, policies: Policies): readonly EvaluationResult[] {
  const entries = (requested.ContextEntries ?? []).map(
    ({ ContextKeyName = '', ContextKeyValues = [] }) => [ContextKeyName, ContextKeyValues] as const,
  );
  const lookUp = lookUpIn(Object.fromEntries(entries));
  return requested.ActionNames.flatMap((action) =>
    (requested.ResourceArns ?? ['*']).map((resource) =>
      evaluate(policies, {
        action,
        resource,
        lookUp,
        principal: { accountId: '', names: [] },
      }),
    ),
  );
}

function evaluate(policies: Policies, request: PolicyRequest): EvaluationResult {
  const levels = policies.serviceControl.map((level) => evaluateDocuments(level, request));
  const boundary = policies.boundary ? evaluateDocument(policies.boundary, request) : 'allow';
  const verdicts = [evaluateDocuments(policies.identity, request), boundary, ...levels];
  const decision = verdicts.includes('deny')
    ? 'explicitDeny'
    : verdicts.every((verdict) => verdict === 'allow')
      ? 'allowed'
      : 'implicitDeny';
  return {
    EvalActionName: request.action,
    EvalResourceName: request.resource,
    EvalDecision: decision,
    MatchedStatements: [],
    MissingContextValues: [],
    ...(levels.length > 0 && {
      OrganizationsDecisionDetail: {
        AllowedByOrganizations: levels.every((verdict) => verdict === 'allow'),
      },
    }),
    ...(policies.boundary && {
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: boundary === 'allow' },
    }),
  };
}
