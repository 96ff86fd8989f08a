/** Input of calls that define a stack: template, parameters, tags and capabilities. */

import { AwsError } from '../../../../wire/aws-error.ts';
import { authorize } from '../../../authorize.ts';
import type { CallContext } from '../../../service.ts';
import { objectNeed } from '../../s3/required-permissions.ts';
import { findBucket } from '../../s3/state.ts';
import { callerParameters } from '../../ssm/caller-parameters.ts';
import { currentOf } from '../../ssm/state.ts';
import { invalid } from '../errors.ts';
import { type ParameterInput, resolveParameters } from '../template/parameters.ts';
import { checkRules } from '../template/rules.ts';
import type { Template } from '../template/shape.ts';
import { parseTemplate } from '../template/template.ts';
import { TemplateError } from '../template/template-error.ts';
import { roleCaller } from './role-caller.ts';
import { stackScope } from './stack-scope.ts';
import type { Stack, StackDefinition } from './state.ts';

export interface TemplateInput {
  readonly TemplateBody?: string;
  readonly TemplateURL?: string;
  readonly UsePreviousTemplate?: boolean;
}

export interface DefinitionInput extends TemplateInput {
  readonly StackName: string;
  readonly Parameters?: readonly ParameterInput[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly Capabilities?: readonly string[];
  readonly RoleARN?: string;
}

const maxBodyBytes = 51_200;
const maxObjectBytes = 1_000_000;

/** TemplateMembers that change nothing here may be empty, false or zero. */
export function refuseUnknown(operation: string, input: object, known: readonly string[]): void {
  const isEmpty = (value: unknown) =>
    value === undefined || value === false || (Array.isArray(value) && value.length === 0);
  const unknown = Object.entries(input).find(
    ([name, value]) => !known.includes(name) && !isEmpty(value),
  );
  if (unknown) throw invalid(`The simulator does not know ${unknown[0]} of ${operation} yet.`);
}

/** Deployments in the standard mode are the only ones; their rollback may be disabled here or as a member. */
export interface DeploymentInput {
  readonly DisableRollback?: boolean;
  readonly DeploymentConfig?: { readonly Mode?: string; readonly DisableRollback?: boolean };
}

export function isRollbackDisabled(input: DeploymentInput): boolean {
  const { Mode = 'STANDARD', DisableRollback = false } = input.DeploymentConfig ?? {};
  if (Mode !== 'STANDARD') {
    throw invalid(`The simulator does not know the deployment mode ${Mode} yet.`);
  }
  return input.DisableRollback === true || DisableRollback;
}

/** What the template engine refuses is a ValidationError of the call. */
export function checked<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof TemplateError ? invalid(error.message) : error;
  }
}

export function templateText(
  context: CallContext,
  { TemplateBody, TemplateURL, UsePreviousTemplate }: TemplateInput,
  previous?: string,
): string {
  if (UsePreviousTemplate && previous !== undefined) return previous;
  if (TemplateURL !== undefined && TemplateBody === undefined) {
    return storedText(context, TemplateURL);
  }
  if (TemplateBody === undefined || TemplateURL !== undefined) {
    throw invalid('Either Template URL or Template Body must be specified.');
  }
  if (Buffer.byteLength(TemplateBody) > maxBodyBytes) {
    throw invalid(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${maxBodyBytes}`,
    );
  }
  return TemplateBody;
}

/** Reads the object with the caller's permissions. */
function storedText(context: CallContext, url: string): string {
  const { bucket, key } = objectAt(url);
  const [found] = (findBucket(context.world, bucket)?.objects.get(key) ?? []).slice(-1);
  const isAllowed = authorize(context, objectNeed(context.world, 's3:GetObject', bucket, key));
  if (!isAllowed.allowed) throw invalid('S3 error: Access Denied');
  if (!found || found.isDeleteMarker) throw invalid('S3 error: The specified key does not exist.');
  if (found.body.length > maxObjectBytes) {
    throw invalid(`Template may not exceed ${maxObjectBytes} bytes in size.`);
  }
  return new TextDecoder().decode(found.body);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalid('TemplateURL must be a supported URL.');
  }
}

/** `https://bucket.s3.region.amazonaws.com/key`, or the bucket as the first segment of the path. */
function objectAt(text: string): { readonly bucket: string; readonly key: string } {
  if (!URL.canParse(text)) throw invalid('TemplateURL must be a supported URL.');
  const { hostname, pathname } = new URL(text);
  const path = decoded(pathname.slice(1));
  const named = /^(.+)\.s3[.-]/.exec(hostname)?.[1];
  if (named !== undefined) return { bucket: named, key: path };
  const slash = path.indexOf('/');
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

export function definitionOf(
  context: CallContext,
  input: DefinitionInput,
  stack: Pick<Stack, 'id' | 'name' | 'definition'>,
): StackDefinition {
  const previous = stack.definition;
  const text = templateText(context, input, previous?.text);
  const tags = input.Tags?.map(({ Key, Value }) => ({ Key, Value })) ?? previous?.tags ?? [];
  const inputs = input.Parameters ?? [];
  const definition = checked(() => definitionWith(context, { text, inputs, tags }, stack));
  checkCapabilities(definition.template, input.Capabilities ?? []);
  return definition;
}

interface DefinitionSource {
  readonly text: string;
  readonly inputs: readonly ParameterInput[];
  readonly tags: StackDefinition['tags'];
}

/** Throws a TemplateError for a mistake of the template or its parameters. */
export function definitionWith(
  context: CallContext,
  { text, inputs, tags }: DefinitionSource,
  stack: Pick<Stack, 'id' | 'name' | 'definition'>,
): StackDefinition {
  const template = parseTemplate(text);
  const previous = stack.definition?.parameters;
  const parameters = resolveParameters(template.Parameters, {
    supplied: inputs,
    ...(previous && { previous }),
    stored: (name) => storedParameter(context, name),
  });
  const definition = { text, template, parameters, tags };
  const scope = stackScope({ context, stack, definition, resource: () => undefined });
  checkRules(template.Rules, scope);
  return definition;
}

/** Read with the caller's permissions. */
function storedParameter(context: CallContext, name: string): string | undefined {
  const parameter = callerParameters(context).parameters.get(name);
  if (!parameter || parameter.type === 'SecureString') return undefined;
  const need = { action: 'ssm:GetParameters', resource: parameter.arn };
  if (authorize(context, need).allowed) return currentOf(parameter).value;
  const message = `User: ${context.caller.arn} is not authorized to perform: ${need.action} on resource: ${need.resource}`;
  throw new AwsError('AccessDenied', message, { status: 403 });
}

const nameProperties: Readonly<Record<string, string>> = {
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
};

/** The capability that the template requires, if any. */
export function requiredCapability({ Resources }: Template) {
  const ofIam = Object.values(Resources).filter(({ Type }) => Type.startsWith('AWS::IAM::'));
  if (ofIam.length === 0) return undefined;
  const isNamed = ofIam.some(({ Type, Properties }) => (nameProperties[Type] ?? '') in Properties);
  return isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
}

export function checkCapabilities(template: Template, supplied: readonly string[]): void {
  const needed = requiredCapability(template);
  const isGiven =
    needed === undefined || supplied.includes('CAPABILITY_NAMED_IAM') || supplied.includes(needed);
  if (isGiven) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${needed}]`);
}

/** The caller passes the role to CloudFormation, which must be able to assume it. */
export function checkRole(context: CallContext, roleArn: string | undefined): void {
  if (roleArn === undefined) return;
  const need = {
    action: 'iam:PassRole',
    resource: roleArn,
    conditions: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
  };
  const decision = authorize(context, need);
  if (!decision.allowed) {
    const message = `User: ${context.caller.arn} is not authorized to perform: iam:PassRole on resource: ${roleArn} ${decision.reason}`;
    throw new AwsError('AccessDenied', message, { status: 403 });
  }
  roleCaller(context, roleArn);
}
