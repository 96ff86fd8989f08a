/** A parameter in the form of Systems Manager. */

import type { Parameter, ParameterVersion } from './parameter.ts';
import { currentOf } from './state.ts';

export function toParameter(
  parameter: Parameter,
  version: ParameterVersion,
  decrypts: boolean,
): Readonly<Record<string, unknown>> {
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: shownValue(parameter, version, decrypts),
    Version: version.version,
    LastModifiedDate: new Date(version.modifiedAt),
    ARN: parameter.arn,
    DataType: version.dataType,
  };
}

export function toMetadata(parameter: Parameter): Readonly<Record<string, unknown>> {
  return { ARN: parameter.arn, ...toVersion(parameter, currentOf(parameter)) };
}

export function toHistory(
  parameter: Parameter,
  version: ParameterVersion,
  decrypts: boolean,
): Readonly<Record<string, unknown>> {
  const Value = shownValue(parameter, version, decrypts);
  return { ...toVersion(parameter, version), Value, Labels: [] };
}

function toVersion({ name, type }: Parameter, version: ParameterVersion) {
  return {
    Name: name,
    Type: type,
    ...(version.keyId !== undefined && { KeyId: version.keyId }),
    LastModifiedDate: new Date(version.modifiedAt),
    LastModifiedUser: version.modifiedBy,
    ...(version.description !== undefined && { Description: version.description }),
    ...(version.allowedPattern !== undefined && { AllowedPattern: version.allowedPattern }),
    Version: version.version,
    Tier: version.tier,
    Policies: [],
    DataType: version.dataType,
  };
}

/** A secret that is read without decryption is returned as opaque text. */
function shownValue(
  { type, arn }: Parameter,
  { value, version }: ParameterVersion,
  decrypts: boolean,
) {
  if (type !== 'SecureString' || decrypts) return value;
  const sealed = Buffer.from(`${arn}:${version}`).toString('base64');
  return `AQICAHh${sealed}`;
}
