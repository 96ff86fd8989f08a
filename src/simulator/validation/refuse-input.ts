/** The error for an input with problems. Services share most of the words, and have different codes for them. */

import type { ServiceModel } from '../../aws/models/service-model.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { missingMember } from '../refusals.ts';
import { type Problem, type ProblemKind, shown, type TypeMismatch } from './problem.ts';

/** AWS reports this many at most. */
const maxProblems = 10;

export function refuseInput(service: ServiceModel, problems: readonly Problem[]): AwsError {
  const [first] = problems;
  if (!first) throw new RangeError('there is no problem to report');
  const refuse = refusals[service.name] ?? byProtocol(service);
  return refuse(service, problems, first);
}

/** A value of another type cannot be read, and is reported before everything else. */
export function refuseType({ name, protocol }: ServiceModel, mismatch: TypeMismatch): AwsError {
  const { message, members } = mismatch;
  if (name === 'dynamodb' && members !== undefined) return ambiguousAttribute(members);
  const isJson = protocol.startsWith('json') || protocol === 'rest-json' || protocol === 'cbor';
  return new AwsError(isJson ? 'SerializationException' : 'MalformedInput', message);
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
function ambiguousAttribute(members: number): AwsError {
  const flaw = members === 0 ? 'is empty' : 'has more than one datatypes set';
  const message = `Supplied AttributeValue ${flaw}, must contain exactly one of the supported datatypes`;
  return new AwsError('ValidationException', message);
}

type Refuse = (service: ServiceModel, problems: readonly Problem[], first: Problem) => AwsError;

/** `1 validation error detected: Value '…' at '…' failed to satisfy constraint: …` */
function detected(code: string): Refuse {
  return (_, problems) => {
    const sentences = problems.slice(0, maxProblems).map(({ value, path, constraint }) => {
      const written = value === undefined ? 'null' : `'${shown(value)}'`;
      return `Value ${written} at '${path}' failed to satisfy constraint: ${constraint}`;
    });
    const count = sentences.length;
    const head = `${count} validation error${count === 1 ? '' : 's'} detected`;
    return new AwsError(code, `${head}: ${sentences.join('; ')}`, { status: 400 });
  };
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html */
const organizations: Refuse = (service, _, { kind, path }) => {
  if (kind === 'required') return missingMember(service, capitalized(path));
  const [Reason, message] = organizationsReasons[kind];
  return new AwsError('InvalidInputException', message, { members: { Reason } });
};

const organizationsReasons: Readonly<
  Record<Exclude<ProblemKind, 'required'>, readonly [reason: string, message: string]>
> = {
  pattern: ['INVALID_PATTERN', 'You provided a value that does not match the required pattern.'],
  enum: ['INVALID_ENUM', 'You specified an invalid value.'],
  minLength: ['MIN_LENGTH_EXCEEDED', 'You provided a value that is too short.'],
  maxLength: ['MAX_LENGTH_EXCEEDED', 'You provided a value that is too long.'],
  minValue: ['MIN_VALUE_EXCEEDED', 'You provided a value that is too small.'],
  maxValue: ['MAX_VALUE_EXCEEDED', 'You provided a value that is too large.'],
};

/** ECR's sentences begin with a small letter, without their subject. */
const ecr: Refuse = (_, __, { path, constraint }) => {
  const short = constraint
    .replace(/^Member /, '')
    .replace(
      /^must satisfy regular expression pattern: (.*)$/s,
      "must satisfy regular expression '$1'",
    );
  const message = `Invalid parameter at '${path}' failed to satisfy constraint: '${short}'`;
  return new AwsError('InvalidParameterException', message);
};

/** The first missing member in the family's words; services of these have no other constraints in the model. */
const byMissingMember: Refuse = (service, problems, first) =>
  first.kind === 'required'
    ? missingMember(service, capitalized(first.path))
    : detected('ValidationError')(service, problems, first);

function capitalized(path: string): string {
  return path.charAt(0).toUpperCase() + path.slice(1);
}

const refusals: Readonly<Record<string, Refuse | undefined>> = {
  organizations,
  ecr,
  tagging: (service, problems, first) =>
    first.kind === 'required'
      ? missingMember(service, capitalized(first.path))
      : detected('InvalidParameterException')(service, problems, first),
  codebuild: detected('InvalidInputException'),
  budgets: detected('InvalidParameterException'),
  logs: detected('InvalidParameterException'),
  sesv2: detected('BadRequestException'),
  cloudwatch: detected('ValidationError'),
  sqs: byMissingMember,
  sns: byMissingMember,
};

function byProtocol({ protocol }: ServiceModel): Refuse {
  if (protocol === 'ec2' || protocol === 'rest-xml') return byMissingMember;
  return detected(protocol === 'query' ? 'ValidationError' : 'ValidationException');
}
