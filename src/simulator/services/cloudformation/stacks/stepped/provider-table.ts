import type { SteppedProvider } from '../stack-deployment.ts';
import { customResource } from './custom-resource.ts';
import { nestedStack } from './nested-stack.ts';

/** Undefined for types whose changes happen at once, and for unknown ones. */
export function steppedProvider(type: string): SteppedProvider | undefined {
  if (type === 'AWS::CloudFormation::Stack') return nestedStack;
  const isCustom = type === 'AWS::CloudFormation::CustomResource' || type.startsWith('Custom::');
  return isCustom ? customResource : undefined;
}
