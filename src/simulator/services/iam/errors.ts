/** Errors of IAM. */

import { type PolicyKind, PolicySyntaxError, parsePolicy } from '../../../policy/document.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { unknownPrincipal } from '../../unknown-principal.ts';
import type { World } from '../../world/world.ts';

export function noSuchEntity(kind: string, name: string): AwsError {
  return new AwsError('NoSuchEntityException', `The ${kind} with name ${name} cannot be found.`, {
    status: 404,
  });
}

export function alreadyExists(kind: string, name: string): AwsError {
  const message = `${kind} with name ${name} already exists.`;
  return new AwsError('EntityAlreadyExistsException', message, { status: 409 });
}

export function deleteConflict(what: string): AwsError {
  const message = `Cannot delete entity, must ${what} first.`;
  return new AwsError('DeleteConflictException', message, { status: 409 });
}

export function limitExceeded(what: string, limit: number): AwsError {
  const message = `Cannot exceed quota for ${what}: ${limit}`;
  return new AwsError('LimitExceededException', message, { status: 409 });
}

export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}

export function validation(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

/** Throws MalformedPolicyDocument with the mistake. */
export function checkDocument(text: string, kind: PolicyKind): void {
  try {
    parsePolicy(text, kind);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    throw new AwsError('MalformedPolicyDocumentException', error.message);
  }
}

/** The same for a trust policy, and for one whose principals do not exist. */
export function checkTrust(world: World, text: string): void {
  checkDocument(text, 'trust');
  const unknown = unknownPrincipal(world, text, 'trust');
  if (unknown === undefined) return;
  const message = `Invalid principal in policy: "AWS":"${unknown}"`;
  throw new AwsError('MalformedPolicyDocumentException', message);
}
