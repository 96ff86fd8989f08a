/** Validates the input of a call against the model, before permissions and handler see it. */

import type { OperationModel, ServiceModel } from '../../aws/models/service-model.ts';
import { constraintsOf } from './constraints.ts';
import { TypeMismatch } from './problem.ts';
import { refuseInput, refuseType } from './refuse-input.ts';
import { compileValidator, type Validator } from './validator.ts';

const validators = new WeakMap<OperationModel, Validator>();

/** Throws the service's own error for an input that it cannot accept. */
export function validateInput(
  service: ServiceModel,
  operation: OperationModel,
  input: Readonly<Record<string, unknown>>,
): void {
  const problems = problemsOf(service, operation, input);
  if (problems.length > 0) throw refuseInput(service, problems);
}

function problemsOf(
  service: ServiceModel,
  operation: OperationModel,
  input: Readonly<Record<string, unknown>>,
) {
  try {
    return validatorOf(service, operation)(input);
  } catch (error) {
    throw error instanceof TypeMismatch ? refuseType(service, error) : error;
  }
}

function validatorOf(service: ServiceModel, operation: OperationModel): Validator {
  const known = validators.get(operation);
  if (known) return known;
  const validator = compileValidator(operation.schema[4], constraintsOf(service.name));
  validators.set(operation, validator);
  return validator;
}
